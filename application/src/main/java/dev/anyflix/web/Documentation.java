package dev.anyflix.web;

import dev.anyflix.settings.Version;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** The documentation of the API: as OpenAPI, and as a page without external resources. */
final class Documentation {

  static final String OPENAPI = "/openapi.json";
  static final String PAGE = "/docs";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private static final ResourceFile DESCRIPTION =
      ResourceFile.changing("/openapi.json", "application/json");
  private static final ResourceFile HTML =
      ResourceFile.changing("/dev/anyflix/web/docs.html", "text/html; charset=utf-8");
  private static final ResourceFile INITIALIZER =
      ResourceFile.changing("/dev/anyflix/web/docs.js", SCRIPT);

  private static final String SWAGGER_UI = Version.swaggerUi();
  private static final Map<String, ResourceFile> FILES =
      Map.of(
          "swagger-ui.css", swaggerUi("swagger-ui.css", "text/css; charset=utf-8"),
          "swagger-ui-bundle.js", swaggerUi("swagger-ui-bundle.js", SCRIPT));

  private Documentation() {}

  private static ResourceFile swaggerUi(String name, String contentType) {
    return ResourceFile.immutable(
        "/META-INF/resources/webjars/swagger-ui/" + SWAGGER_UI + "/" + name, contentType);
  }

  static void register(RoutesConfig routes) {
    ReadRoute.add(routes, OPENAPI, DESCRIPTION::send);
    ReadRoute.addPage(routes, PAGE, Documentation::page);
    ReadRoute.add(routes, PAGE + "/initializer.js", INITIALIZER::send);
    ReadRoute.add(routes, PAGE + "/swagger-ui/{version}/{file}", Documentation::file);
  }

  private static void page(Context ctx) {
    ctx.header("Content-Security-Policy", POLICY);
    HTML.send(ctx);
  }

  /** Looks the name up in a table, so that no spelling of it reaches another file of the jar. */
  private static void file(Context ctx) {
    ResourceFile file = FILES.get(ctx.pathParam("file"));
    if (file == null || !ctx.pathParam("version").equals(SWAGGER_UI)) {
      throw new ProblemException(404, "Unknown file; " + PAGE + " links to the files.");
    }
    file.send(ctx);
  }
}
