package dev.anyflix.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Malformed requests of every kind, sent to the whole service.
 *
 * <p>The seed is printed, and {@code -Dfuzz.seed} takes it; {@code -Dfuzz.requests} sends more.
 */
@Tag("faults")
final class FuzzTest {

  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 20_000);
  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
  private static final int CLIENTS = 4;
  private static final int PATIENCE_MILLIS = 30_000;

  /** What an answer never holds: traces, names of classes, secrets. */
  private static final Pattern LEAK =
      Pattern.compile(
          "Exception|\\tat |dev\\.anyflix|java\\.|javax\\.|jakarta\\.|io\\.javalin|org\\.eclipse"
              + "|kotlin\\.|com\\.fasterxml|secret-key-of-the-test");

  private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();

  @Test
  void malformedRequestsNeverBreakTheService() throws Exception {
    System.out.printf("fuzz: %d requests, -Dfuzz.seed=%d%n", REQUESTS, SEED);
    try (var service =
        DemoService.start(
            Map.of(
                "ANILIST_REQUESTS_PER_MINUTE", "1000000",
                "TMDB_REQUESTS_PER_SECOND", "100000",
                "UPSTREAM_TIMEOUT_MS", "60000"))) {
      long start = System.nanoTime();
      List<String> broken = attack(service.port());
      System.out.printf(
          Locale.ROOT, "fuzz: %s in %.1f s%n", outcomes, (System.nanoTime() - start) / 1e9);

      assertThat(broken).as("seed %d", SEED).isEmpty();
      assertThat(outcomes.values().stream().mapToLong(LongAdder::sum).sum()).isEqualTo(REQUESTS);
      assertThat(outcomes).containsKeys("200", "400", "404", "405", "414", "431");
      Awaitility.await()
          .atMost(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
          .until(FuzzTest::noThreadIsLeftInARequest);
      assertThat(RawHttp.get(service.port(), "/health").statusCode()).isEqualTo(200);
      assertThat(RawHttp.get(service.port(), "/api/anilist/media/1").statusCode()).isEqualTo(200);
      assertThat(Scrape.of(RawHttp.get(service.port(), "/metrics").body()).samples())
          .hasSizeLessThan(5_000);
    }
  }

  private List<String> attack(int port) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<List<String>>> work = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        var requests = new MalformedRequests(SEED + i);
        int count = REQUESTS / CLIENTS + (i < REQUESTS % CLIENTS ? 1 : 0);
        work.add(() -> attack(port, requests, count));
      }
      List<String> broken = new ArrayList<>();
      for (Future<List<String>> done : clients.invokeAll(work)) {
        broken.addAll(done.get());
      }
      return broken;
    } finally {
      clients.shutdownNow();
    }
  }

  private List<String> attack(int port, MalformedRequests requests, int count) throws IOException {
    List<String> broken = new ArrayList<>();
    Socket socket = connect(port);
    try {
      for (int i = 0; i < count && broken.size() < 5; i++) {
        MalformedRequests.Request request = requests.next();
        Answer answer = exchange(socket, request);
        outcomes.computeIfAbsent(answer.outcome(), key -> new LongAdder()).increment();
        if (answer.isBroken()) {
          broken.add(request.shown() + " -> " + answer);
        }
        if (answer.last()) {
          socket.close();
          socket = connect(port);
        }
      }
    } finally {
      socket.close();
    }
    return broken;
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static Answer exchange(Socket socket, MalformedRequests.Request request) {
    try {
      socket.getOutputStream().write(request.bytes());
      if (request.framed()) {
        return Answer.read(new BufferedInputStream(socket.getInputStream()), request.head());
      }
      socket.shutdownOutput();
      return Answer.of(new String(socket.getInputStream().readAllBytes(), ISO_8859_1), true);
    } catch (SocketTimeoutException e) {
      return new Answer("hangs", "", true);
    } catch (SocketException | EOFException e) {
      return new Answer("closed", "", true);
    } catch (IOException e) {
      return new Answer("unreadable", String.valueOf(e.getMessage()), true);
    }
  }

  /** Threads of the platform only; virtual ones are not listed, and hold nothing. */
  private static boolean noThreadIsLeftInARequest() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .noneMatch(frame -> frame.getClassName().startsWith("io.javalin.http.servlet."));
  }

  /**
   * What came back.
   *
   * @param outcome the status, or what happened instead of an answer
   * @param last whether the connection can carry no more
   */
  private record Answer(String outcome, String text, boolean last) {

    static Answer of(String text, boolean last) {
      if (text.isEmpty()) {
        return new Answer("closed", text, last);
      }
      boolean http = text.matches("(?s)HTTP/1\\.1 \\d{3}.*");
      return new Answer(http ? text.substring(9, 12) : "unreadable", text, last);
    }

    static Answer read(InputStream in, boolean head) throws IOException {
      var text = new StringBuilder();
      while (text.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          return of(text.toString(), true);
        }
        text.append((char) next);
      }
      String header = text.toString().toLowerCase(Locale.ROOT);
      boolean last = header.contains("connection: close");
      boolean bare = head || header.matches("(?s)http/1.1 (1..|204|304).*");
      var length = Pattern.compile("\r\ncontent-length: (\\d+)").matcher(header);
      if (!bare && length.find()) {
        text.append(new String(in.readNBytes(Integer.parseInt(length.group(1))), ISO_8859_1));
      } else if (!bare) {
        return of(text.toString(), true);
      }
      return of(text.toString(), last);
    }

    boolean isBroken() {
      return outcome.startsWith("5")
          || outcome.equals("hangs")
          || outcome.equals("unreadable")
          || LEAK.matcher(text).find();
    }
  }
}
