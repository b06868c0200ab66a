package dev.anyflix.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The steps that Redis takes as one: Lua scripts, each in a resource that describes its keys,
 * arguments and answer. Each answers with an array.
 */
enum Script {
  PUT("stamp.lua", "put.lua"),
  OVERWRITE("overwrite.lua"),
  PURGE("stamp.lua", "purge.lua"),
  EXCHANGE("exchange.lua"),
  ACQUIRE("acquire.lua"),
  RENEW("renew.lua"),
  RELEASE("release.lua"),
  FAIL("fail.lua"),
  DRAW("draw.lua");

  private final String lua;
  private final String sha;

  Script(String... files) {
    var text = new StringBuilder();
    List.of(files).forEach(file -> text.append(read(file)).append('\n'));
    lua = text.toString();
    sha = sha1(lua);
  }

  String lua() {
    return lua;
  }

  /** The name under which Redis keeps the script. */
  String sha() {
    return sha;
  }

  /** The name in messages. */
  String label() {
    return "the script " + name().toLowerCase(Locale.ROOT);
  }

  private static String read(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }
}
