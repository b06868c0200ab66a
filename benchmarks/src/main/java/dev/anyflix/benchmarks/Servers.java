package dev.anyflix.benchmarks;

import dev.anyflix.benchmarks.server.BareJavalin;
import dev.anyflix.benchmarks.server.BareJetty;
import dev.anyflix.benchmarks.server.LettuceJavalin;
import dev.anyflix.domain.testing.Scratch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts servers, each in its own process on a free port of loopback, as their users would.
 *
 * @param serviceJar the service's jar, which holds the libraries of the bare servers too
 * @param benchmarksJar the jar of the bare servers
 */
record Servers(Path serviceJar, Path benchmarksJar) {

  static Servers built() {
    return new Servers(
        Path.of("application/target/anyflix.jar").toAbsolutePath(),
        Path.of("benchmarks/target/benchmarks.jar").toAbsolutePath());
  }

  /**
   * The service as built, over an upstream.
   *
   * @param settings settings beside its address and the upstream's
   */
  Server service(URI upstream, Map<String, String> settings, String... jvmArguments)
      throws IOException, InterruptedException {
    return service(FixedUpstream.PATH, upstream, settings, jvmArguments);
  }

  /** As above, ready when another path answers 200. */
  Server service(String path, URI upstream, Map<String, String> settings, String... jvmArguments)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("ANILIST_URL", upstream.toString());
    return java(path, all, jvmArguments, List.of("-jar", serviceJar.toString(), "serve"));
  }

  /** The service over an AniList in its own process, which costs no call of an upstream. */
  Server instantService(Map<String, String> settings, String... jvmArguments)
      throws IOException, InterruptedException {
    String libraries = benchmarksJar.resolveSibling("lib") + "/*";
    return java(
        FixedUpstream.PATH,
        settings,
        jvmArguments,
        List.of(
            "-cp",
            serviceJar + ":" + benchmarksJar + ":" + libraries,
            "dev.anyflix.benchmarks.server.InstantService"));
  }

  private static Server java(
      String path, Map<String, String> settings, String[] jvmArguments, List<String> program)
      throws IOException, InterruptedException {
    int port = Server.freePort();
    Map<String, String> environment = new HashMap<>();
    environment.put("HOST", "127.0.0.1");
    environment.put("PORT", Integer.toString(port));
    environment.put("REDIS_HOST", "");
    environment.put("ANILIST_REQUESTS_PER_MINUTE", "6000000");
    environment.put("ANILIST_MEDIA_TTL", "86400");
    environment.putAll(settings);
    List<String> command = new ArrayList<>();
    command.add(javaBinary());
    command.addAll(List.of(jvmArguments));
    command.addAll(program);
    return Server.start(command, environment, on(port).resolve(path));
  }

  Server bareJavalin(Path body, String... jvmArguments) throws IOException, InterruptedException {
    return bare(BareJavalin.class, body, List.of(jvmArguments), List.of());
  }

  Server bareJetty(Path body) throws IOException, InterruptedException {
    return bare(BareJetty.class, body, List.of(), List.of());
  }

  /**
   * @param redisPort where Redis listens
   * @param keys the number of keys to fill
   */
  Server lettuceJavalin(Path body, int redisPort, int keys)
      throws IOException, InterruptedException {
    return bare(
        LettuceJavalin.class,
        body,
        List.of(),
        List.of(Integer.toString(redisPort), Integer.toString(keys)));
  }

  private Server bare(
      Class<?> main, Path body, List<String> jvmArguments, List<String> furtherArguments)
      throws IOException, InterruptedException {
    int port = Server.freePort();
    List<String> command = new ArrayList<>();
    command.add(javaBinary());
    command.addAll(jvmArguments);
    command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
    command.addAll(List.of("-cp", serviceJar + ":" + benchmarksJar, main.getName()));
    command.addAll(List.of(Integer.toString(port), body.toString()));
    command.addAll(furtherArguments);
    return Server.start(command, Map.of(), on(port));
  }

  /** An nginx that caches the origin's responses; empty where it is not installed. */
  static Optional<Server> nginx(NginxConfig config, URI origin)
      throws IOException, InterruptedException {
    Optional<Path> binary = installed("nginx");
    if (binary.isEmpty()) {
      return Optional.empty();
    }
    int port = Server.freePort();
    Path directory = Scratch.directory("nginx");
    Path file =
        Files.writeString(
            directory.resolve("nginx.conf"),
            config.text(directory, port, origin, isRoot() ? "root" : ""));
    List<String> command = List.of(binary.get().toString(), "-c", file.toString());
    return Optional.of(Server.start(command, Map.of(), on(port)));
  }

  /**
   * An nginx that spreads requests over instances and keeps connections to them open: as many to
   * each as there are clients, because it would close and open some for most requests otherwise.
   */
  static Server balancer(List<URI> instances) throws IOException, InterruptedException {
    int port = Server.freePort();
    Path directory = Scratch.directory("balancer");
    String text =
        """
        %1$s
        daemon off;
        worker_processes 1;
        pid %2$s/pid;
        error_log %2$s/error.log;
        events { worker_connections 4096; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          client_body_temp_path %2$s/body;
          proxy_temp_path %2$s/proxy;
          fastcgi_temp_path %2$s/fastcgi;
          uwsgi_temp_path %2$s/uwsgi;
          scgi_temp_path %2$s/scgi;
          upstream fleet {
            %4$s
            keepalive %5$d;
            keepalive_requests 1000000000;
          }
          server {
            listen 127.0.0.1:%3$d;
            location / {
              proxy_pass http://fleet;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
            }
          }
        }
        """
            .formatted(
                isRoot() ? "user root;" : "",
                directory,
                port,
                instances.stream()
                    .map(each -> "server 127.0.0.1:" + each.getPort() + ";")
                    .collect(Collectors.joining(" ")),
                Wrk.CONNECTIONS * instances.size());
    Path file = Files.writeString(directory.resolve("nginx.conf"), text);
    Path binary =
        installed("nginx").orElseThrow(() -> new IllegalStateException("nginx is not installed"));
    return Server.start(List.of(binary.toString(), "-c", file.toString()), Map.of(), on(port));
  }

  /** A Varnish that caches the origin's responses; empty where it is not installed. */
  static Optional<Server> varnish(URI origin) throws IOException, InterruptedException {
    Optional<Path> binary = installed("varnishd");
    if (binary.isEmpty()) {
      return Optional.empty();
    }
    int port = Server.freePort();
    Path directory = Scratch.directory("varnish");
    List<String> command = new ArrayList<>(List.of(binary.get().toString(), "-F"));
    if (isRoot()) {
      command.addAll(List.of("-j", "none"));
    }
    command.addAll(List.of("-n", directory.toString(), "-t", "3600", "-s", "malloc,64m"));
    command.addAll(List.of("-a", "127.0.0.1:" + port));
    command.addAll(List.of("-b", origin.getHost() + ":" + origin.getPort()));
    Map<String, String> path = Map.of("PATH", System.getenv("PATH"));
    return Optional.of(Server.start(command, path, on(port)));
  }

  /** The path of an installed program. */
  static Optional<Path> installed(String program) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(":", -1)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String javaBinary() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static URI on(int port) {
    return URI.create("http://127.0.0.1:" + port + FixedUpstream.PATH);
  }
}
