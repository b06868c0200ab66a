package dev.anyflix.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.faults.RawUpstream.Behaviour;
import dev.anyflix.redis.testing.RedisProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an upstream can do to a whole service in a small process of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("faults")
final class HostileUpstreamTest {

  private static final int TIMEOUT_MILLIS = 1500;
  private static final int CALLS = 4;
  private static final String OK = "200 OK\r\nContent-Type: application/json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RedisProcess redis = RedisProcess.start();
  private final RawUpstream upstream = new RawUpstream();
  private final Client client = new Client();
  private ServiceProcess service;
  private int nextId = 1;

  private record Trouble(String name, Behaviour behaviour, List<Integer> statuses, String log) {}

  @BeforeAll
  void start() {
    Map<String, String> settings = new HashMap<>();
    settings.put("REDIS_HOST", "127.0.0.1");
    settings.put("REDIS_PORT", Integer.toString(redis.port()));
    settings.put("ANILIST_FALLBACK", "false");
    settings.put("ANILIST_URL", upstream.url().toString());
    settings.put("ANILIST_REQUESTS_PER_MINUTE", "1000000");
    settings.put("UPSTREAM_TIMEOUT_MS", Integer.toString(TIMEOUT_MILLIS));
    service = ServiceProcess.start(settings, "-Xmx160m");
    Faults.awaitState(client, service.url(), "up");
  }

  @AfterAll
  void stop() {
    service.close();
    upstream.close();
    redis.close();
  }

  private static List<Trouble> troubles() {
    byte[] large = ("{\"data\":\"" + "x".repeat(6 << 20) + "\"}").getBytes(UTF_8);
    String flood =
        IntStream.range(0, 1000)
            .mapToObj(i -> "X-" + i + ": " + "y".repeat(1000) + "\r\n")
            .reduce("", String::concat);
    return List.of(
        new Trouble(
            "garbage",
            answering("\u0000\u0001garbage"),
            List.of(502),
            "AniList sent an answer that is not JSON"),
        new Trouble(
            "truncated JSON",
            answering("{\"data\":{\"Media\":{"),
            List.of(502),
            "AniList sent an answer that is not JSON"),
        new Trouble(
            "HTML with status 200",
            RawUpstream.answering(
                "200 OK\r\nContent-Type: text/html", "<html>Busy</html>".getBytes(UTF_8)),
            List.of(502),
            "AniList sent an answer that is not JSON"),
        new Trouble(
            "gzip bomb",
            RawUpstream.answering(OK + "\r\nContent-Encoding: gzip", gzip(new byte[200 << 20])),
            List.of(502),
            "AniList sent an answer of more than 5 MiB"),
        new Trouble(
            "over 5 MiB",
            RawUpstream.answering(OK + "\r\nContent-Length: " + large.length, large),
            List.of(502),
            "AniList sent an answer of more than 5 MiB"),
        new Trouble(
            "header flood",
            RawUpstream.answering("200 OK\r\n" + flood + "X: y", new byte[0]),
            List.of(502, 503),
            "AniList unavailable: connection lost"),
        new Trouble(
            "slow body",
            HostileUpstreamTest::slowly,
            List.of(504),
            "AniList did not answer in time"),
        new Trouble(
            "redirect to another host",
            RawUpstream.answering(
                "302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0", new byte[0]),
            List.of(502),
            "AniList sent a redirect that is not followed"),
        new Trouble(
            "reset",
            HostileUpstreamTest::reset,
            List.of(503),
            "AniList unavailable: connection lost"));
  }

  private static Behaviour answering(String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return RawUpstream.answering(OK + "\r\nContent-Length: " + bytes.length, bytes);
  }

  private static void healthy(String request, Socket socket, OutputStream out)
      throws IOException, InterruptedException {
    String data =
        OracleUpstream.data(JSON.readTree(request), id -> "{\"id\":" + id + ",\"type\":\"ANIME\"}");
    answering("{\"data\":" + data + "}").answer(request, socket, out);
  }

  private static byte[] gzip(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static void slowly(String request, Socket socket, OutputStream out)
      throws IOException, InterruptedException {
    out.write(("HTTP/1.1 " + OK + "\r\nContent-Length: 100\r\n\r\n").getBytes(UTF_8));
    for (int i = 0; i < 100; i++) {
      out.write(' ');
      out.flush();
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private static void reset(String request, Socket socket, OutputStream out) throws IOException {
    socket.setSoLinger(true, 0);
  }

  @Test
  void whateverAnUpstreamDoesItIsAnsweredForInTimeAndLeavesNothingBehind() {
    upstream.behave(HostileUpstreamTest::healthy);
    for (int i = 0; i < 50; i++) {
      client.get(service.url(), nextId++);
    }
    service.collectGarbage();
    double threadsBefore = metric("jvm_threads_live_threads");
    double heapBefore = metric("jvm_memory_used_bytes{area=\"heap\"");
    for (Trouble trouble : troubles()) {
      befall(trouble);
    }
    upstream.behave(HostileUpstreamTest::healthy);
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> client.get(service.url(), nextId++).ok());
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              assertThat(metric("jvm_threads_live_threads")).isLessThan(threadsBefore + 10);
              service.collectGarbage();
              assertThat(metric("jvm_memory_used_bytes{area=\"heap\""))
                  .isLessThan(heapBefore + (8 << 20));
            });
    Faults.report(
        "hostile upstreams: threads %.0f before and %.0f after, heap %.1f MB before and %.1f after",
        threadsBefore,
        metric("jvm_threads_live_threads"),
        heapBefore / 1e6,
        metric("jvm_memory_used_bytes{area=\"heap\"") / 1e6);
    assertThat(service.log()).doesNotContain("OutOfMemory", "ERROR", "\tat ");
  }

  private void befall(Trouble trouble) {
    int staleId = nextId++;
    redis.command("SET", key(staleId), expired(staleId));
    upstream.behave(trouble.behaviour());
    List<CompletableFuture<Reply>> asked = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      asked.add(client.later(service.url(), nextId++));
    }
    CompletableFuture<Reply> stale = client.later(service.url(), staleId);
    List<Reply> replies = asked.stream().map(CompletableFuture::join).toList();
    Faults.report(
        "%s: %s, slowest %.0f ms, where there was an old answer: %s",
        trouble.name(),
        replies.stream().map(Reply::status).distinct().toList(),
        Client.maxMillis(replies),
        stale.join().cacheStatus());

    assertThat(replies).allMatch(reply -> trouble.statuses().contains(reply.status()));
    assertThat(Client.maxMillis(replies)).isLessThan(TIMEOUT_MILLIS + 2500);
    assertThat(stale.join().ok()).isTrue();
    assertThat(stale.join().cacheStatus()).contains("detail=stale");
    assertThat(service.log()).contains(trouble.log());
    forgetTheTrouble();
  }

  /** Each trouble is to meet a service that has not given the upstream up, nor is near it. */
  private void forgetTheTrouble() {
    upstream.behave(HostileUpstreamTest::healthy);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> IntStream.range(0, 20).allMatch(i -> client.get(service.url(), nextId++).ok()));
  }

  private static String key(int id) {
    return CacheKey.of("anilist_media_by_id", "AniListSource.media/3?id=" + id).toString();
  }

  private String expired(int id) {
    return ("{\"format\":3,\"generation\":%d,\"loadedAt\":\"%s\",\"ttl\":3600,"
            + "\"request\":\"AniListSource.media/3?id=%d\",\"body\":{\"popularity\":7}}")
        .formatted(Faults.generation(redis), Instant.now().minus(Duration.ofHours(2)), id);
  }

  /** The sum over the lines of a metric that begin so. */
  private double metric(String beginning) {
    return client
        .text(service.url(), "/metrics")
        .lines()
        .filter(line -> line.startsWith(beginning))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
