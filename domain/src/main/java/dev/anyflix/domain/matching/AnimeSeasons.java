package dev.anyflix.domain.matching;

import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares an anime, of which each season is a title of its own, with a film or series of TMDB, of
 * which the seasons are parts.
 */
final class AnimeSeasons {

  private static final String ANIMATION = "Animation";
  private static final int SAME_START_DAYS = 3;
  private static final int EARLY_DAYS = 14;

  /** The share of the doubt that is left when a season starts on the day of the anime. */
  private static final double DOUBT_LEFT = 1 / 3.0;

  private AnimeSeasons() {}

  /** A match of titles that is sure enough to link two ids. */
  record Sure(Media media, double confidence) {}

  /** Whether an anime is a film; false when it is unknown. */
  static boolean isFilm(@Nullable Media anime) {
    return anime != null && anime.format() == MediaFormat.MOVIE;
  }

  /** Whether it may be an animation: TMDB's genre says so, or no genre is known. */
  static boolean isAnimation(Media tmdb) {
    return tmdb.genres().isEmpty() || tmdb.genres().contains(ANIMATION);
  }

  /** The kind that TMDB has an anime under; null when it may be either. */
  static @Nullable MediaKind tmdbKind(Media media) {
    if (media.kind() == MediaKind.MOVIE || media.kind() == MediaKind.SERIES) {
      return media.kind();
    }
    if (media.format() == null) {
      return null;
    }
    return switch (media.format()) {
      case MOVIE -> MediaKind.MOVIE;
      case TV, TV_SHORT -> MediaKind.SERIES;
      default -> null;
    };
  }

  /** The one film or series of those with an id that can be the anime. */
  static Optional<Media> only(List<Media> found, @Nullable Media anime) {
    List<Media> plausible =
        found.stream().filter(media -> anime == null || isPlausible(media, anime)).toList();
    return plausible.size() == 1 ? Optional.of(plausible.get(0)) : Optional.empty();
  }

  /** The match of an anime's title; null when there is none or it cannot be the anime. */
  static @Nullable Media plausible(TitleMatch match, Media anime) {
    Media found = match.match();
    return found != null && isPlausible(found, anime) ? found : null;
  }

  private static boolean isPlausible(Media tmdb, Media anime) {
    MediaKind kind = tmdbKind(anime);
    boolean isKindRight = kind == null || kind == tmdb.kind();
    boolean isLater = anime.year() != null && tmdb.year() != null && tmdb.year() > anime.year() + 1;
    return isKindRight && !isLater && isAnimation(tmdb);
  }

  /** The match of a title with a later season that starts on the same day as the anime. */
  static Optional<Sure> confirmed(Media anime, Media series, double confidence) {
    LocalDate start = day(anime.startDate());
    boolean isSameStart =
        start != null
            && series.seasons().stream()
                .map(season -> day(season.airDate()))
                .anyMatch(day -> day != null && days(start, day) <= SAME_START_DAYS);
    double sure = 1 - (1 - confidence) * DOUBT_LEFT;
    return isSameStart && sure >= IdMapping.SURE
        ? Optional.of(new Sure(series, Math.round(sure * 1000) / 1000.0))
        : Optional.empty();
  }

  /** The anime among those found that a film or series is, or begins with. */
  static Optional<Sure> animeOf(Media tmdb, TitleQuery query, List<Media> found) {
    List<Media> candidates = found.stream().filter(anime -> isPlausible(tmdb, anime)).toList();
    TitleMatch match =
        new TitleMatcher().match(new TitleQuery(query.title(), query.year(), null), candidates);
    Media best = match.match();
    return best != null && match.confidence() >= IdMapping.SURE
        ? Optional.of(new Sure(best, match.confidence()))
        : Optional.empty();
  }

  /**
   * Which season of a series an anime is: the last one that had begun by its first day.
   *
   * @return null when either is unknown or it is no series
   */
  static @Nullable Integer seasonOf(@Nullable Media anime, @Nullable Media series) {
    if (anime == null || series == null || series.kind() != MediaKind.SERIES || isExtra(anime)) {
      return null;
    }
    LocalDate start = day(anime.startDate());
    return series.seasons().stream()
        .filter(season -> season.number() > 0)
        .filter(season -> start != null && hasBegun(season, start))
        .map(SeasonInfo::number)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static boolean isExtra(Media anime) {
    return anime.format() == MediaFormat.SPECIAL
        || anime.format() == MediaFormat.OVA
        || anime.format() == MediaFormat.MUSIC;
  }

  private static boolean hasBegun(SeasonInfo season, LocalDate day) {
    LocalDate start = day(season.airDate());
    return start != null && !start.isAfter(day.plusDays(EARLY_DAYS));
  }

  private static long days(LocalDate one, LocalDate other) {
    return Math.abs(ChronoUnit.DAYS.between(one, other));
  }

  private static @Nullable LocalDate day(@Nullable PartialDate date) {
    return date == null || date.month() == null || date.day() == null
        ? null
        : LocalDate.of(date.year(), date.month(), date.day());
  }
}
