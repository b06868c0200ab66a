package dev.anyflix.web;

import dev.anyflix.domain.cache.Body;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A page of the jar and the files that it loads; they are read when first asked for.
 *
 * <p>The paths of the files contain a digest of all files, so that browsers may keep them forever;
 * the page is revalidated each time. Thread safe.
 */
final class PageAssets {

  private final String page;
  private final Map<String, String> values;
  private final List<String> resources;
  private volatile @Nullable Loaded loaded;

  private record Loaded(Map<String, Body> files, String digest, Body page) {}

  /**
   * @param page the resource of the page; {@code {digest}} in it is replaced
   * @param values further placeholders in it and their plain texts
   * @param resources the resources of the files, which are served by their simple names
   */
  PageAssets(String page, Map<String, String> values, List<String> resources) {
    this.page = page;
    this.values = Map.copyOf(values);
    this.resources = List.copyOf(resources);
  }

  private Loaded loaded() {
    Loaded known = loaded;
    if (known == null) {
      known = load();
      loaded = known;
    }
    return known;
  }

  private Loaded load() {
    Map<String, Body> files = new LinkedHashMap<>();
    resources.forEach(
        resource ->
            files.put(
                resource.substring(resource.lastIndexOf('/') + 1),
                new Body(ResourceFile.read(resource))));
    var sum = new CRC32C();
    files.values().forEach(file -> sum.update(file.bytes()));
    String digest = Long.toHexString(sum.getValue());
    String text =
        new String(ResourceFile.read(page), StandardCharsets.UTF_8).replace("{digest}", digest);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace(value.getKey(), value.getValue());
    }
    return new Loaded(files, digest, new Body(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Sends the page. */
  void sendPage(Context ctx, String policy) {
    ctx.header("Content-Security-Policy", policy);
    HttpCaching.write(ctx, loaded().page(), "text/html;charset=utf-8", "no-cache");
  }

  /**
   * Sends the file that the path parameters {@code digest} and {@code file} name.
   *
   * @throws ProblemException with 404 if there is none
   */
  void sendFile(Context ctx, String policy) {
    String name = ctx.pathParam("file");
    Body file = loaded().files().get(name);
    if (file == null || !ctx.pathParam("digest").equals(loaded().digest())) {
      throw new ProblemException(404, "The page has no such file; reload the page.");
    }
    send(ctx, name, file, policy, "public, max-age=31536000, immutable");
  }

  /** Sends a file under an address without the digest, which clients keep for a day. */
  void sendFile(Context ctx, String name, String policy) {
    send(
        ctx,
        name,
        Objects.requireNonNull(loaded().files().get(name), name),
        policy,
        "public, max-age=86400");
  }

  private static void send(
      Context ctx, String name, Body file, String policy, String cacheControl) {
    ctx.header("Content-Security-Policy", policy);
    HttpCaching.write(ctx, file, typeOf(name), cacheControl);
  }

  private static String typeOf(String name) {
    return switch (name.substring(name.lastIndexOf('.'))) {
      case ".js" -> "text/javascript;charset=utf-8";
      case ".css" -> "text/css;charset=utf-8";
      default -> "image/svg+xml";
    };
  }
}
