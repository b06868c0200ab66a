package dev.anyflix.web;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * The headers that every answer carries, encoded once. Thread safe.
 *
 * <p>A policy for content is not among them: a page of HTML brings its own.
 */
final class SecurityHeaders implements HttpConfiguration.Customizer {

  private static final List<HttpField> FIELDS =
      List.of(
          new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
          new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
          new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"));

  @Override
  public Request customize(Request request, HttpFields.Mutable answer) {
    addTo(answer);
    return request;
  }

  /** Adds those that are not there yet. */
  static void ensureIn(HttpFields.Mutable answer) {
    FIELDS.forEach(answer::put);
  }

  private static void addTo(HttpFields.Mutable answer) {
    for (int i = 0; i < FIELDS.size(); i++) {
      answer.add(FIELDS.get(i));
    }
  }
}
