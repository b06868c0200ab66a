package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MalformedRequestFilterTest {

  private static final Handler PASSED_ON =
      new Handler.Abstract() {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
          response.setStatus(299);
          response.write(true, null, callback);
          return true;
        }
      };

  @ParameterizedTest
  @CsvSource({
    "GET /x, 0, 299",
    "POST /x, 65536, 299",
    "POST /x, 65537, 413",
    "GET /%zz, 0, 400",
    "GET /x%, 0, 400",
    "GET /%u0041, 0, 400",
    "GET //, 0, 400",
    "GET //:::, 0, 400",
    "GET //a:b/x, 0, 400",
    "GET //admin, 0, 400",
    "GET /x//y, 0, 299",
    "FOO /x, 0, 405",
    "get /x, 0, 405",
    "TRACE /x, 0, 405"
  })
  void malformedRequestIsRefusedWithAProblem(String line, int length, int status) throws Exception {
    try (TestApi api = new TestApi(TestApi::medium, PASSED_ON);
        Socket socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout(10_000);
      String head =
          line
              + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
              + length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());

      assertThat(new String(start, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 " + status);
    }
  }
}
