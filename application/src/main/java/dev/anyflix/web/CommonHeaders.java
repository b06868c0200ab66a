package dev.anyflix.web;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Adds the headers that every answer carries, whatever produces it: request id, security headers,
 * Vary, cross-origin access and attribution. Thread safe.
 *
 * <p>A content security policy is not among them: each HTML page has its own.
 */
final class CommonHeaders implements HttpConfiguration.Customizer {

  private static final List<HttpField> SECURITY =
      List.of(
          new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
          new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
          new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"));

  private final CorsHandler cors;
  private final HttpField vary;

  CommonHeaders(CorsHandler cors) {
    this.cors = cors;
    this.vary =
        new PreEncodedHttpField(
            HttpHeader.VARY,
            cors.dependsOnOrigin() ? "Accept-Encoding, Origin" : "Accept-Encoding");
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable headers) {
    var known = new ServiceRequest(request);
    addTo(known, known.id(), headers);
    return known;
  }

  /**
   * Adds the headers again, after the server has removed those of an answer that failed.
   *
   * @return the id of the request
   */
  String restore(Request request, HttpFields.Mutable headers) {
    String present = headers.get(ServiceRequest.ID_HEADER);
    if (present != null) {
      return present;
    }
    String known = ServiceRequest.idOf(request);
    String id = known == null ? ServiceRequest.newId() : known;
    addTo(request, id, headers);
    return id;
  }

  private void addTo(Request request, String id, HttpFields.Mutable headers) {
    headers.add(ServiceRequest.ID_HEADER, id);
    for (int i = 0; i < SECURITY.size(); i++) {
      headers.add(SECURITY.get(i));
    }
    headers.add(vary);
    String path = request.getHttpURI() == null ? null : request.getHttpURI().getCanonicalPath();
    if (path != null) {
      cors.addTo(headers, path, request.getHeaders().get(HttpHeader.ORIGIN));
      List<Attribution> owners = Attribution.ofPath(path);
      for (int i = 0; i < owners.size(); i++) {
        owners.get(i).addTo(headers);
      }
    }
  }
}
