package dev.anyflix.benchmarks.server;

import io.javalin.Javalin;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stock Javalin over a plain Redis cache: one synchronous GET on one connection per request. */
public final class LettuceJavalin {

  private LettuceJavalin() {}

  /**
   * Takes a port, the file that holds the body, the port of Redis and the number of keys to fill.
   */
  public static void main(String[] arguments) throws IOException {
    byte[] body = Files.readAllBytes(Path.of(arguments[1]));
    RedisURI redis = RedisURI.create("127.0.0.1", Integer.parseInt(arguments[2]));
    StatefulRedisConnection<byte[], byte[]> connection =
        RedisClient.create(redis).connect(ByteArrayCodec.INSTANCE);
    RedisCommands<byte[], byte[]> commands = connection.sync();
    for (int id = 1; id <= Integer.parseInt(arguments[3]); id++) {
      commands.set(key(Integer.toString(id)), body);
    }
    Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.concurrency.useVirtualThreads = Runtime.version().feature() >= 21;
              config.routes.get(
                  "/api/anilist/media/{id}",
                  ctx ->
                      ctx.contentType("application/json")
                          .result(commands.get(key(ctx.pathParam("id")))));
            })
        .start("127.0.0.1", Integer.parseInt(arguments[0]));
  }

  private static byte[] key(String id) {
    return ("body:" + id).getBytes(StandardCharsets.US_ASCII);
  }
}
