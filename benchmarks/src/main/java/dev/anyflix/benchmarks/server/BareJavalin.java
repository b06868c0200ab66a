package dev.anyflix.benchmarks.server;

import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stock Javalin, one route, constant bytes, no headers beyond its own. */
public final class BareJavalin {

  private BareJavalin() {}

  /** Takes a port and the file that holds the body. */
  public static void main(String[] arguments) throws IOException {
    byte[] body = Files.readAllBytes(Path.of(arguments[1]));
    Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.concurrency.useVirtualThreads = Runtime.version().feature() >= 21;
              config.routes.get("/*", ctx -> ctx.contentType("application/json").result(body));
            })
        .start("127.0.0.1", Integer.parseInt(arguments[0]));
  }
}
