package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.web.MediaBatchReader.Part;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Prepares the answer to a batch of media from the answers about each.
 *
 * <p>The media are the cached bodies as they are. With a failed part the answer must not be stored.
 */
final class MediaBatchResponse {

  private final CombinedAnswer combined;
  private final ProblemMapper problems;

  MediaBatchResponse(CombinedAnswer combined, ProblemMapper problems) {
    this.combined = combined;
    this.problems = problems;
  }

  /**
   * A medium that could not be answered.
   *
   * @param id its id as it was sent
   * @param status the HTTP status that its own route answers
   * @param code the kind of the problem
   * @param detail what happened and what to do
   */
  record Failed(String id, int status, String code, String detail) {}

  PreparedResponse prepare(List<Part> parts, Request request) {
    List<CachedResponse> found = new ArrayList<>();
    List<Failed> failed = new ArrayList<>();
    boolean isStorable = true;
    for (Part part : parts) {
      CachedResponse response = part.response();
      if (response != null && !response.entry().negative()) {
        found.add(response);
        continue;
      }
      isStorable &= response != null;
      Throwable failure =
          response != null ? ProblemException.unknownId() : Objects.requireNonNull(part.failure());
      Problem problem = problems.describe(failure, request);
      failed.add(new Failed(part.id(), problem.status(), problem.code(), problem.detail()));
    }
    List<CachedResponse> answered =
        parts.stream().map(Part::response).filter(Objects::nonNull).toList();
    PreparedResponse response = combined.prepare(answered, json(found, failed), request);
    if (!isStorable) {
      response = response.with(HttpFields.build().put(HttpHeader.CACHE_CONTROL, "no-store"));
    }
    var sources = new Attribution.Sources();
    parts.forEach(part -> sources.add(part.id(), part.response()));
    return sources.addTo(response);
  }

  private byte[] json(List<CachedResponse> found, List<Failed> failed) {
    var json = new ByteArrayOutputStream();
    json.writeBytes("{\"items\":[".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < found.size(); i++) {
      if (i > 0) {
        json.write(',');
      }
      json.writeBytes(found.get(i).entry().body().bytes());
    }
    json.writeBytes("],\"failed\":".getBytes(StandardCharsets.US_ASCII));
    json.writeBytes(combined.codec().encode(failed));
    json.write('}');
    return json.toByteArray();
  }
}
