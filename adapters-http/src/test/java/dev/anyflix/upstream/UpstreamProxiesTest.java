package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.media.Answer;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import mockwebserver3.MockResponse;
import okhttp3.Request;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamProxiesTest {

  @AutoClose private final MockUpstream proxy = MockUpstream.open();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://api.test/x||true
          https://api.test/x|other.test|true
          https://api.test/x|*|false
          https://api.test/x|api.test|false
          https://api.test/x|other.test, TEST|false
          https://sub.api.test/x|.api.test|false
          https://sub.api.test/x|*.api.test|false
          https://myapi.test/x|api.test|true
          https://api.test:8443/x|api.test:8443|false
          https://api.test:8443/x|api.test:443|true
          https://localhost/x||false
          https://127.0.0.5/x||false
          https://[::1]/x||false
          https://192.0.2.7/x|192.0.2.7|false
          """)
  void noProxyAndLoopbackAreCalledDirectly(String url, String noProxy, boolean proxied) {
    var proxies = UpstreamProxies.of("http://proxy.test:3128", null, noProxy);
    assertThat(proxies.select(URI.create(url)).get(0).type())
        .isEqualTo(proxied ? Proxy.Type.HTTP : Proxy.Type.DIRECT);
  }

  @Test
  void eachSchemeHasItsProxy() {
    var proxies = UpstreamProxies.of("http://user:secret@one.test:1", "two.test:2", "");

    assertThat(proxies.select(URI.create("https://api.test/")).get(0).address())
        .isEqualTo(InetSocketAddress.createUnresolved("one.test", 1));
    assertThat(proxies.select(URI.create("http://api.test/")).get(0).address())
        .isEqualTo(InetSocketAddress.createUnresolved("two.test", 2));
    assertThat(proxies.description())
        .isEqualTo("https through one.test:1, http through two.test:2");
    assertThat(UpstreamProxies.NONE.description()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://proxy.test:1", "https://proxy.test:1", "http://:secret@", "::"})
  void otherFormsAreRefusedWithoutTheirPassword(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UpstreamProxies.of(text, null, null))
        .withMessage("HTTPS_PROXY must be http://host:port");
  }

  @Test
  void callsGoThroughTheProxyWithItsCredentials() {
    proxy.answers(
        request ->
            request.getHeaders().get("Proxy-Authorization") == null
                ? new MockResponse.Builder()
                    .code(407)
                    .addHeader("Proxy-Authenticate", "Basic realm=\"x\"")
                    .build()
                : MockUpstream.json(200, "{\"name\": \"x\"}").build());
    String url = "http://user:secret@127.0.0.1:" + proxy.server().getPort();
    var proxies = UpstreamProxies.of(null, url, null);
    var budget = new TokenBucket(60, Duration.ofMinutes(1), Clock.systemUTC());
    try (var http = new SharedHttp("1", Clock.systemUTC(), UpstreamListener.NONE, proxies)) {
      var config = new UpstreamConfig(URI.create("http://api.test/"), MockUpstream.TIMEOUT, budget);
      var fetcher = new Fetcher(http, FetcherTestBed.PROFILE, config);
      Request request = new Request.Builder().url(fetcher.address().build()).build();

      assertThat(
              fetcher.fetch(
                  request,
                  MockUpstream.callWithin(Duration.ofSeconds(8)),
                  json -> String.valueOf(json.text("name"))))
          .isEqualTo(Answer.of("x"));
    }
    assertThat(proxy.lastRequest().getRequestLine()).startsWith("GET http://api.test/");
  }
}
