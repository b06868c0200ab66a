package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.Region;
import dev.anyflix.domain.media.WatchOption;
import dev.anyflix.domain.media.WatchType;
import dev.anyflix.upstream.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Translates the parts of a title that differ between regions: age rating and services. */
final class TmdbRegional {

  private static final Region FALLBACK = new Region("US");
  private static final int THEATRICAL = 3;
  private static final Map<WatchType, String> OFFERS =
      new EnumMap<>(
          Map.of(
              WatchType.SUBSCRIPTION, "flatrate",
              WatchType.FREE, "free",
              WatchType.ADS, "ads",
              WatchType.RENT, "rent",
              WatchType.BUY, "buy"));

  private TmdbRegional() {}

  /** The age rating of the region, or else of the United States. */
  static @Nullable String ageRating(Json details, MediaKind kind, Region region) {
    return Stream.of(region, FALLBACK)
        .map(each -> kind == MediaKind.MOVIE ? certification(details, each) : rating(details, each))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** The certificate of a film; that of its release in cinemas before others. */
  private static @Nullable String certification(Json details, Region region) {
    return ofRegion(details.at("release_dates"), region).stream()
        .flatMap(country -> country.list("release_dates").stream())
        .sorted(Comparator.comparing(release -> !isTheatrical(release)))
        .map(release -> release.text("certification"))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static boolean isTheatrical(Json release) {
    Integer type = release.integer("type");
    return type != null && type == THEATRICAL;
  }

  private static @Nullable String rating(Json details, Region region) {
    return ofRegion(details.at("content_ratings"), region).stream()
        .map(country -> country.text("rating"))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static List<Json> ofRegion(Json countries, Region region) {
    return countries.list("results").stream()
        .filter(country -> region.code().equals(country.text("iso_3166_1")))
        .toList();
  }

  /** The services that offer the title in the region, in TMDB's order for each kind of terms. */
  static List<WatchOption> watch(Json details, Region region, TmdbImages images) {
    Json offers = details.at("watch/providers").at("results").at(region.code());
    String link = offers.text("link");
    String url = link != null && link.matches("https?://.+") ? link : null;
    List<WatchOption> options = new ArrayList<>();
    OFFERS.forEach(
        (type, field) -> {
          for (Json service : offers.list(field)) {
            String name = service.text("provider_name");
            if (name != null) {
              String logo = images.serviceLogo(service.text("logo_path"));
              options.add(new WatchOption(name, type, logo, url));
            }
          }
        });
    return options.stream().distinct().toList();
  }
}
