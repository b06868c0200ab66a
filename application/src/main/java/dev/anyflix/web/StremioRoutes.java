package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.web.stremio.Addresses;
import dev.anyflix.web.stremio.StreamFinder;
import dev.anyflix.web.stremio.StremioAddon;
import dev.anyflix.web.stremio.StremioResponse;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
  private static final StreamFinder.Found NOTHING =
      new StreamFinder.Found(List.of(), List.of(), true);

  private final StremioAddon addon;
  private final ClientAddresses clients;
  private final CombinedAnswer combined;

  StremioRoutes(StremioAddon addon, ClientAddresses clients, CombinedAnswer combined) {
    this.addon = addon;
    this.clients = clients;
    this.combined = combined;
  }

  /** The requests that the routes of the API make of addresses. */
  static Addresses addresses(ApiRoutes api) {
    return address -> {
      String[] parts = address.split("[?]", 2);
      ApiRoutes.Match match = api.match(parts[0]);
      try {
        return match == null ? null : match.request(parts.length == 1 ? null : parts[1]);
      } catch (ProblemException e) {
        return null; // There is no such provider, or it lists no episodes.
      }
    };
  }

  /** The streams of a title for the add-on; none of a title that is unknown. */
  static StreamFinder finder(StreamsReader reader, ApiRoutes api) {
    return (id, client) -> {
      CompletableFuture<StreamsReader.Found> found;
      try {
        found = reader.find(id, api.defaultQuery(), client);
      } catch (RuntimeException e) {
        found = CompletableFuture.failedFuture(e);
      }
      return found
          .thenApply(StremioRoutes::found)
          .exceptionallyCompose(
              failure ->
                  isUnknown(Async.unwrapped(failure))
                      ? CompletableFuture.completedFuture(NOTHING)
                      : CompletableFuture.failedFuture(failure));
    };
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof InvalidRequestException
        || MediaSourceException.isNotConfigured(failure)
        || (failure instanceof ProblemException problem && problem.status() == 404);
  }

  private static StreamFinder.Found found(StreamsReader.Found found) {
    return new StreamFinder.Found(
        found.items().stream()
            .map(
                item ->
                    new StreamFinder.File(
                        item.provider(),
                        item.url(),
                        item.format(),
                        item.quality(),
                        item.languages(),
                        item.sizeBytes()))
            .toList(),
        found.responses().stream().map(each -> new StremioResponse.Part("", each)).toList(),
        found.isComplete());
  }

  void register(RoutesConfig routes) {
    ReadRoute.add(
        routes, PATH + "manifest.json", ctx -> answer(ctx, addon.manifest(clientOf(ctx))));
    ReadRoute.add(routes, PATH + "catalog/{type}/{id}", this::catalog);
    ReadRoute.add(routes, PATH + "catalog/{type}/{id}/{extra}", this::catalog);
    ReadRoute.add(
        routes,
        PATH + "meta/{type}/{id}",
        ctx -> {
          List<String> path = path(ctx);
          answer(ctx, addon.meta(decoded(path.get(1)), decoded(path.get(2)), clientOf(ctx)));
        });
    ReadRoute.add(
        routes,
        PATH + "stream/{type}/{id}",
        ctx -> {
          List<String> path = path(ctx);
          answer(ctx, addon.streams(decoded(path.get(2)), clientOf(ctx)));
        });
  }

  private void catalog(Context ctx) {
    List<String> path = path(ctx);
    Map<String, String> extra = path.size() > 3 ? extra(path.get(3)) : Map.of();
    answer(ctx, addon.catalog(decoded(path.get(1)), decoded(path.get(2)), extra, clientOf(ctx)));
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

  /** The parameters of a list, which the last segment has in the form of a query. */
  private static Map<String, String> extra(String segment) {
    Map<String, String> extra = new HashMap<>();
    for (String pair : segment.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      extra.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1].replace('+', ' ')));
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
