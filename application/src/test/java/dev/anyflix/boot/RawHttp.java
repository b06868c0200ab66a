package dev.anyflix.boot;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;

/** Sends a request byte for byte as given, where an HTTP client would mend or refuse it. */
final class RawHttp {

  private RawHttp() {}

  static HttpResponse<String> get(int port, String target) throws IOException {
    return send(
        port, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  static HttpResponse<String> send(int port, String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int blank = answer.indexOf("\r\n\r\n");
      List<String> head = Arrays.asList(answer.substring(0, blank).split("\r\n"));
      Map<String, List<String>> headers =
          head.stream()
              .skip(1)
              .collect(
                  Collectors.groupingBy(
                      line -> line.substring(0, line.indexOf(':')),
                      Collectors.mapping(
                          line -> line.substring(line.indexOf(':') + 1).strip(),
                          Collectors.toList())));
      return new Answer(
          Integer.parseInt(head.get(0).split(" ")[1]),
          HttpHeaders.of(headers, (name, value) -> true),
          answer.substring(blank + 4));
    }
  }

  private record Answer(int statusCode, HttpHeaders headers, String body)
      implements HttpResponse<String> {

    @Override
    public HttpRequest request() {
      throw new UnsupportedOperationException("sent by hand");
    }

    @Override
    public Optional<HttpResponse<String>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return URI.create("/");
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }
}
