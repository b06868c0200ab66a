package dev.anyflix.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The image hosts of all upstreams: draws the picture that the last part of the path names. */
final class PictureEndpoint {

  /** Forbids scripts in a picture that is opened as a page. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "public, max-age=86400",
          "Content-Security-Policy", "default-src 'none'",
          "X-Content-Type-Options", "nosniff");

  private final List<ArchiveFilm> films;

  /**
   * Creates the endpoint.
   *
   * @param films the films whose pictures are addressed by their identifiers
   */
  PictureEndpoint(List<ArchiveFilm> films) {
    this.films = films;
  }

  Reply answer(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return Picture.ofFile(name)
        .or(() -> poster(name))
        .map(picture -> Reply.svg(PictureSvg.draw(picture)).with(HEADERS))
        .orElseGet(() -> Reply.html(404, "404 Not Found"));
  }

  private Optional<Picture> poster(String identifier) {
    return films.stream()
        .filter(film -> film.identifier().equals(identifier))
        .findFirst()
        .map(film -> new Picture(Picture.Kind.POSTER, film.genre(), film.title()));
  }
}
