package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.web.stremio.StremioAddon;
import dev.anyflix.web.stremio.StremioId;
import dev.anyflix.web.stremio.StremioJson;
import dev.anyflix.web.stremio.StremioResponse;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the Stremio add-on. They are no part of openapi.json, because the protocol and the
 * add-on's manifest describe them.
 */
final class StremioRoutes {

  /** The path under which all routes are. */
  static final String PATH = "/stremio/";

  private static final String SUFFIX = ".json";

  private final ApiRoutes api;
  private final StremioAddon addon;
  private final MediaReader media;
  private final StreamsReader streams;
  private final ClientAddresses clients;
  private final CombinedAnswer combined;

  StremioRoutes(
      ApiRoutes api,
      StremioAddon addon,
      MediaReader media,
      StreamsReader streams,
      ClientAddresses clients,
      CombinedAnswer combined) {
    this.api = api;
    this.addon = addon;
    this.media = media;
    this.streams = streams;
    this.clients = clients;
    this.combined = combined;
  }

  void register(RoutesConfig routes) {
    ReadRoute.add(routes, PATH + "manifest.json", ctx -> answer(ctx, addon.manifest()));
    ReadRoute.add(routes, PATH + "catalog/{type}/{id}", this::catalog);
    ReadRoute.add(routes, PATH + "catalog/{type}/{id}/{extra}", this::catalog);
    ReadRoute.add(routes, PATH + "meta/{type}/{id}", this::meta);
    ReadRoute.add(routes, PATH + "stream/{type}/{id}", this::streams);
  }

  private void catalog(Context ctx) {
    List<String> path = path(ctx);
    Map<String, String> extra = path.size() > 3 ? extra(path.get(3)) : Map.of();
    answer(ctx, addon.catalog(decoded(path.get(1)), decoded(path.get(2)), extra, clientOf(ctx)));
  }

  private void meta(Context ctx) {
    List<String> path = path(ctx);
    StremioId id = StremioId.parse(decoded(path.get(2)));
    answer(
        ctx,
        known(id, title -> media.readAnswer(title, api.defaultQuery(), clientOf(ctx)))
            .thenCompose(
                title ->
                    id == null || title == null
                        ? CompletableFuture.completedFuture(null)
                        : addon.meta(decoded(path.get(1)), id.title(), title)));
  }

  /** Answers with what can be played of a title or an episode; an empty list for an unknown one. */
  private void streams(Context ctx) {
    StremioId id = StremioId.parse(decoded(path(ctx).get(2)));
    Request request = ServiceRequest.requestOf(ctx);
    ctx.future(
        () ->
            known(id, title -> streams.find(title, api.defaultQuery(), clientOf(ctx)))
                .thenAccept(
                    found ->
                        combined
                            .prepare(
                                found == null ? List.of() : found.responses(),
                                Map.of("streams", streams(id, found)),
                                found == null || found.isComplete(),
                                request)
                            .writeTo(ctx)));
  }

  private List<?> streams(@Nullable StremioId id, StreamsReader.@Nullable Found found) {
    return id == null || found == null
        ? List.of()
        : found.items().stream()
            .filter(item -> id.hasFile(item.quality()))
            .map(
                item ->
                    StremioJson.stream(item.provider(), addon.nameOf(item.provider()), item.link()))
            .toList();
  }

  /** Reads something of a title; completed with null where the title is unknown. */
  private static <T> CompletableFuture<@Nullable T> known(
      @Nullable StremioId id, Function<String, CompletableFuture<T>> read) {
    return CompletableFuture.completedFuture(id)
        .<@Nullable T>thenCompose(
            known ->
                known == null
                    ? CompletableFuture.completedFuture(null)
                    : read.apply(known.title()).thenApply(found -> found))
        .exceptionallyCompose(
            failure ->
                isUnknown(Async.unwrapped(failure))
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(failure));
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof InvalidRequestException
        || MediaSourceException.isNotConfigured(failure)
        || (failure instanceof ProblemException problem && problem.status() == 404);
  }

  private String clientOf(Context ctx) {
    return clients.clientOf(ServiceRequest.requestOf(ctx));
  }

  /** The segments of the path after the prefix, still encoded, without the suffix of the last. */
  private static List<String> path(Context ctx) {
    String path = ServiceRequest.requestOf(ctx).getHttpURI().getPath();
    if (!path.endsWith(SUFFIX)) {
      throw notFound();
    }
    String stripped = path.substring(PATH.length(), path.length() - SUFFIX.length());
    return List.of(stripped.split("/", -1));
  }

  private static String decoded(String segment) {
    String text = PercentEncoding.decode(segment);
    if (text == null) {
      throw new ProblemException(400, "The path is not UTF-8 in percent-encoding.");
    }
    return text;
  }

  /** The parameters of a list, which the last segment has in the form of a query; no blank ones. */
  private static Map<String, String> extra(String segment) {
    Map<String, String> extra = new HashMap<>();
    for (String pair : segment.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      String value = parts.length == 1 ? "" : decoded(parts[1].replace('+', ' '));
      if (!value.isBlank()) {
        extra.put(decoded(parts[0]), value);
      }
    }
    return extra;
  }

  private static ProblemException notFound() {
    return new ProblemException(404, "The add-on has nothing under this path.");
  }

  private void answer(Context ctx, CompletableFuture<@Nullable StremioResponse> answer) {
    Request request = ServiceRequest.requestOf(ctx);
    ctx.future(
        () ->
            answer.thenAccept(
                response -> {
                  if (response == null) {
                    throw notFound();
                  }
                  prepare(response, request).writeTo(ctx);
                }));
  }

  private PreparedResponse prepare(StremioResponse response, Request request) {
    List<CachedResponse> parts =
        response.parts().stream().map(StremioResponse.Part::response).toList();
    var sources = new Attribution.Sources();
    response.parts().forEach(part -> sources.add(part.source(), part.response()));
    return sources.addTo(combined.prepare(parts, response.body(), response.isComplete(), request));
  }
}
