package dev.anyflix.redis.testing;

import dev.anyflix.domain.testing.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import redis.embedded.core.ExecutableProvider;

/**
 * A real redis-server on a free loopback port, that a test may kill, freeze and restart.
 *
 * <p>The binary is the one that the system property or environment variable {@code REDIS_SERVER}
 * names, else the one that comes with the embedded-redis library. Only the process started here is
 * ever signalled. Not thread safe.
 */
public final class RedisProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(20);
  private static final String LOOPBACK = "127.0.0.1";
  private static final int FIRST_PORT = 10_000;
  private static final int BUS_DISTANCE = 10_000;
  private static final String DATA_FILE = "dump.rdb";

  private static final Set<Integer> TAKEN_PORTS = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final int port;
  private final List<String> firstArguments;
  private final List<String> extraArguments;
  private final Thread hook = new Thread(this::kill, "redis-process-hook");
  private Process process;
  private int tlsPort;

  private RedisProcess(
      Path directory, int port, List<String> firstArguments, List<String> extraArguments) {
    this.directory = directory;
    this.port = port;
    this.firstArguments = firstArguments;
    this.extraArguments = List.copyOf(extraArguments);
  }

  /**
   * Starts a server that keeps nothing on disk, and waits until it answers.
   *
   * @param extraArguments further arguments, which win over those given here
   */
  public static RedisProcess start(String... extraArguments) {
    return start(Scratch.directory("redis"), List.of(), List.of(extraArguments));
  }

  /**
   * Starts a server that listens with TLS on a port besides its own.
   *
   * @param extraArguments the certificates and further arguments
   */
  public static RedisProcess startWithTls(String... extraArguments) {
    int tlsPort = freePort();
    List<String> arguments = new ArrayList<>(List.of("--tls-port", Integer.toString(tlsPort)));
    arguments.addAll(List.of(extraArguments));
    RedisProcess redis = start(arguments.toArray(String[]::new));
    redis.tlsPort = tlsPort;
    return redis;
  }

  /**
   * Starts a sentinel that watches a primary and takes it for down after half a second.
   *
   * @param name what the sentinels call the primary
   * @param quorum how many sentinels must agree that it is down
   * @param lines further lines of the sentinel's configuration
   */
  public static RedisProcess startSentinel(
      String name, RedisProcess primary, int quorum, String... lines) {
    return startSentinel(name, primary.port(), quorum, List.of(lines), List.of());
  }

  /** Starts a sentinel that listens with TLS besides its own port and watches a port with TLS. */
  public static RedisProcess startTlsSentinel(
      String name, RedisProcess primary, int quorum, String... lines) {
    int tlsPort = freePort();
    RedisProcess sentinel =
        startSentinel(
            name,
            primary.tlsPort(),
            quorum,
            List.of(lines),
            List.of("--tls-port", Integer.toString(tlsPort)));
    sentinel.tlsPort = tlsPort;
    return sentinel;
  }

  private static RedisProcess startSentinel(
      String name, int primaryPort, int quorum, List<String> lines, List<String> arguments) {
    try {
      Path directory = Scratch.directory("sentinel");
      List<String> text = new ArrayList<>();
      text.add("sentinel monitor %s %s %d %d".formatted(name, LOOPBACK, primaryPort, quorum));
      text.add("sentinel down-after-milliseconds " + name + " 500");
      text.add("sentinel failover-timeout " + name + " 3000");
      text.addAll(lines);
      Path file = Files.write(directory.resolve("sentinel.conf"), text);
      return start(directory, List.of(file.toString(), "--sentinel"), arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RedisProcess start(
      Path directory, List<String> firstArguments, List<String> extraArguments) {
    var redis = new RedisProcess(directory, freePort(), firstArguments, extraArguments);
    Runtime.getRuntime().addShutdownHook(redis.hook);
    redis.launch();
    return redis;
  }

  public String host() {
    return LOOPBACK;
  }

  public int port() {
    return port;
  }

  /** The port with TLS; 0 for none. */
  public int tlsPort() {
    return tlsPort;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Where a snapshot of the data lies once {@code SAVE} has been sent. */
  public Path dataFile() {
    return directory.resolve(DATA_FILE);
  }

  /** Ends the process without a warning, and waits until it has ended. */
  public void kill() {
    if (process != null && process.isAlive()) {
      process.destroyForcibly();
      awaitEnd();
    }
  }

  /** Asks the process to end, and waits until it has. */
  public void stop() {
    if (process.isAlive()) {
      signal("CONT");
      process.destroy();
      awaitEnd();
    }
  }

  /** Stops the process in its tracks, its connections open. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets a frozen process go on. */
  public void thaw() {
    signal("CONT");
  }

  /** Starts the server anew on the same port with the data file that lies there, if any. */
  public void restart() {
    kill();
    launch();
  }

  /** Starts the server anew on the same port without data. */
  public void restartEmpty() {
    kill();
    try {
      Files.deleteIfExists(dataFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    launch();
  }

  /** Starts the server anew on the same port with a copy of an earlier data file. */
  public void restartWith(Path snapshot) {
    kill();
    try {
      Files.copy(snapshot, dataFile(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    launch();
  }

  /**
   * Sends one command on a connection of its own, as a person would with redis-cli.
   *
   * @return the answer as the server sent it, protocol signs included
   */
  public String command(String... words) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(LOOPBACK, port), 1000);
      socket.setSoTimeout(5000);
      var request = new StringBuilder();
      request.append('*').append(words.length).append("\r\n");
      for (String word : words) {
        int length = word.getBytes(StandardCharsets.UTF_8).length;
        request.append('$').append(length).append("\r\n").append(word).append("\r\n");
      }
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process and removes its directory. */
  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(hook);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void launch() {
    List<String> arguments = new ArrayList<>(List.of(binary().toString()));
    arguments.addAll(firstArguments);
    arguments.addAll(List.of("--port", Integer.toString(port), "--bind", LOOPBACK));
    arguments.addAll(List.of("--dir", directory.toString(), "--dbfilename", DATA_FILE));
    arguments.addAll(List.of("--save", "", "--appendonly", "no"));
    arguments.addAll(extraArguments);
    try {
      process =
          new ProcessBuilder(arguments)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("redis.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("redis-server answers")
        .atMost(START)
        .pollInterval(Duration.ofMillis(10))
        .ignoreException(UncheckedIOException.class)
        .until(this::answers);
  }

  /** A server that wants a password answers too. */
  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("redis-server ended: " + log());
    }
    String answer = command("PING");
    return answer.startsWith("+PONG") || answer.startsWith("-NOAUTH");
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("redis.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("cannot send SIG" + name + " to " + pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("redis-server does not end: " + pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path binary() {
    String named = System.getProperty("REDIS_SERVER", System.getenv("REDIS_SERVER"));
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    try {
      return ExecutableProvider.newJarResourceProvider().get().toPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A port whose counterpart for a cluster's bus, 10,000 above, is free too. Both are below the
   * ports that systems hand out by themselves, so that no other process of a test gets one of them
   * before the server listens, or while it restarts.
   */
  private static int freePort() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(BUS_DISTANCE);
      if (TAKEN_PORTS.add(port) && isFree(port) && isFree(port + BUS_DISTANCE)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + FIRST_PORT + " on");
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
