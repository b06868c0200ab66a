package dev.anyflix.demo;

import static dev.anyflix.demo.DemoClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.testing.ManualClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoUpstreamTest {

  private static final String MEDIA = "{ Media(id: 1) { id } }";

  private final ManualClock clock = new ManualClock();
  private final long seed = new Random().nextLong();
  @AutoClose private DemoUpstream upstream;
  private DemoClient client;

  @BeforeEach
  void start() throws Exception {
    System.out.println("seed " + seed);
    upstream = DemoUpstream.start(DemoOptions.HEALTHY, clock, new Random(seed), 0);
    client = new DemoClient(upstream);
  }

  @Test
  void serverListensOnLoopbackOnly() {
    assertThat(upstream.url("ANILIST_URL").toString()).startsWith("http://127.0.0.1:");
    assertThat(upstream.url("TMDB_URL").toString())
        .startsWith("http://127.0.0.1:")
        .endsWith("/tmdb/3");
  }

  @Test
  void failedCallsAreCounted() throws Exception {
    client.anilist(MEDIA, "{}");
    client.tmdb("/movie/0");
    upstream.change(it -> it.withDown(true));
    client.tmdb("/movie/603");

    assertThat(upstream.calls()).isEqualTo(3);
  }

  @Test
  void latencyDelaysEveryAnswer() throws Exception {
    Duration latency = Duration.ofMillis(150);
    upstream.setOptions(DemoOptions.HEALTHY.withLatency(latency));

    long start = System.nanoTime();
    assertThat(client.anilist(MEDIA, "{}").statusCode()).isEqualTo(200);
    assertThat(client.tmdb("/movie/603").statusCode()).isEqualTo(200);

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(latency.multipliedBy(2));
  }

  @Test
  void downAnswers503WithHtmlUntilSwitchedOff() throws Exception {
    upstream.change(it -> it.withDown(true));

    HttpResponse<String> down = client.anilist(MEDIA, "{}");
    assertThat(down.statusCode()).isEqualTo(503);
    assertThat(down.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(client.tmdb("/configuration").statusCode()).isEqualTo(503);

    upstream.change(it -> it.withDown(false));
    assertThat(client.anilist(MEDIA, "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void callsOverTheRateGet429UntilThePeriodEnds() throws Exception {
    upstream.setOptions(DemoOptions.HEALTHY.withRate(Rate.parse("2/min")));

    HttpResponse<String> first = client.anilist(MEDIA, "{}");
    clock.advance(Duration.ofMillis(20_500));
    HttpResponse<String> second = client.anilist(MEDIA, "{}");
    HttpResponse<String> third = client.anilist(MEDIA, "{}");

    assertThat(first.headers().firstValue("X-RateLimit-Limit")).hasValue("2");
    assertThat(first.headers().firstValue("X-RateLimit-Remaining")).hasValue("1");
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.headers().firstValue("X-RateLimit-Remaining")).hasValue("0");
    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.headers().firstValue("Retry-After")).hasValue("40");
    assertThat(third.headers().firstValue("X-RateLimit-Reset")).isPresent();
    assertThat(json(third).at("/errors/0/message").asText()).isEqualTo("Too Many Requests.");

    clock.advance(Duration.ofSeconds(40));
    assertThat(client.anilist(MEDIA, "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void eachUpstreamHasItsOwnRateLimit() throws Exception {
    upstream.setOptions(DemoOptions.HEALTHY.withRate(Rate.parse("1/s")));

    assertThat(client.anilist(MEDIA, "{}").statusCode()).isEqualTo(200);
    assertThat(client.tmdb("/movie/603").statusCode()).isEqualTo(200);
    HttpResponse<String> rejected = client.tmdb("/movie/603");

    assertThat(rejected.statusCode()).isEqualTo(429);
    assertThat(rejected.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(rejected.headers().firstValue("X-RateLimit-Limit")).isEmpty();
    assertThat(json(rejected).at("/status_code").asInt()).isEqualTo(25);
  }

  @Test
  void errorRateFailsThatShareOfCalls() throws Exception {
    upstream.setOptions(DemoOptions.HEALTHY.withErrorRate(0.5));
    Random same = new Random(seed);

    for (int call = 0; call < 60; call++) {
      int expected = same.nextDouble() < 0.5 ? 500 : 200;
      int status =
          call % 2 == 0
              ? client.anilist(MEDIA, "{}").statusCode()
              : client.tmdb("/movie/603").statusCode();
      assertThat(status).as("call %s with seed %s", call, seed).isEqualTo(expected);
    }
  }

  @Test
  void errorRateOfOneFailsAllCalls() throws Exception {
    upstream.setOptions(DemoOptions.HEALTHY.withErrorRate(1));

    assertThat(json(client.anilist(MEDIA, "{}")).at("/errors/0/status").asInt()).isEqualTo(500);
    assertThat(json(client.tmdb("/movie/603")).at("/status_code").asInt()).isEqualTo(11);
  }

  @Test
  void unknownPathIsNotFound() throws Exception {
    assertThat(client.tmdb("0/movie/603").statusCode()).isEqualTo(404);
    assertThat(client.tmdb("").statusCode()).isEqualTo(404);
  }
}
