package dev.anyflix.faults;

import dev.anyflix.domain.testing.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real nginx that spreads requests over instances and keeps connections to them open. */
final class NginxProcess implements AutoCloseable {

  private final Process process;
  private final Path directory;
  private final URI url;

  private NginxProcess(Process process, Path directory, URI url) {
    this.process = process;
    this.directory = directory;
    this.url = url;
  }

  static NginxProcess start(List<URI> instances) {
    try {
      int port = ServiceProcess.freePort();
      Path directory = Scratch.directory("nginx");
      Path file =
          Files.writeString(directory.resolve("nginx.conf"), text(directory, port, instances));
      Process process =
          new ProcessBuilder(
                  binary().toString(), "-e", directory + "/error.log", "-c", file.toString())
              .inheritIO()
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(
              () -> {
                new Socket("127.0.0.1", port).close();
                return true;
              });
      return new NginxProcess(process, directory, URI.create("http://127.0.0.1:" + port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path binary() {
    return Stream.of(System.getenv("PATH").split(":", -1), new String[] {"/usr/sbin"})
        .flatMap(Stream::of)
        .map(folder -> Path.of(folder, "nginx"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nginx is not installed"));
  }

  private static String text(Path directory, int port, List<URI> instances) {
    return """
    %1$s
    daemon off;
    worker_processes 1;
    pid %2$s/pid;
    events { worker_connections 1024; }
    http {
      access_log off;
      client_body_temp_path %2$s/body;
      proxy_temp_path %2$s/proxy;
      fastcgi_temp_path %2$s/fastcgi;
      uwsgi_temp_path %2$s/uwsgi;
      scgi_temp_path %2$s/scgi;
      upstream instances {
        %4$s
        keepalive 16;
      }
      server {
        listen 127.0.0.1:%3$d;
        location / {
          proxy_pass http://instances;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
        }
      }
    }
    """
        .formatted(
            "root".equals(System.getProperty("user.name")) ? "user root;" : "",
            directory,
            port,
            instances.stream()
                .map(each -> "server 127.0.0.1:" + each.getPort() + " max_fails=0;")
                .collect(Collectors.joining("\n    ")));
  }

  URI url() {
    return url;
  }

  /** The lines of the error log that contain a match. */
  List<String> errors(Pattern pattern) {
    try (Stream<String> lines = Files.lines(directory.resolve("error.log"))) {
      return lines.filter(pattern.asPredicate()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end(process);
  }

  private static void end(Process process) {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}
