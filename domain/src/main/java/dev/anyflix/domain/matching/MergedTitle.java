package dev.anyflix.domain.matching;

import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.TitleId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A title in a merged list, with what all sources tell about it. Not thread safe. */
final class MergedTitle {

  private static final double STEPS = 20;
  private static final int MAX_SYNONYMS = 10;

  /** The sites whose ids stand for a whole series, of which an anime may be one season. */
  private static final Set<String> SERIES_SITES = Set.of(TitleId.TMDB, TitleId.IMDB, TitleId.TVDB);

  private enum Form {
    FILM,
    SERIES,
    BOOK,
    FILM_OR_SERIES;

    boolean isSame(Form other) {
      return this == other || (this != BOOK && other != BOOK && isOpen(this, other));
    }

    private static boolean isOpen(Form one, Form other) {
      return one == FILM_OR_SERIES || other == FILM_OR_SERIES;
    }
  }

  private final Media media;
  private final Form form;
  private final List<NormalizedTitle> names;
  private final Map<String, String> ids;
  private final Map<String, String> externalIds;
  private final Set<String> sources = new HashSet<>();
  private double popularity;

  private MergedTitle(
      String source,
      Media media,
      List<NormalizedTitle> names,
      Map<String, String> ids,
      double popularity) {
    this.media = media;
    this.form = form(media);
    this.names = names;
    this.ids = ids;
    this.externalIds = new LinkedHashMap<>(media.externalIds());
    this.popularity = popularity;
    sources.add(source);
  }

  /**
   * A title that one source tells.
   *
   * @param source the source, which may tell it with an id of another one
   * @param map the known map of its ids, or null
   * @param popularity how popular it is, from 0 to 1, which is the most popular of its source
   */
  static MergedTitle of(String source, Media media, @Nullable IdMap map, double popularity) {
    List<NormalizedTitle> names = new ArrayList<>();
    Stream.of(
            Stream.of(
                media.title().preferred(),
                media.title().english(),
                media.title().romaji(),
                media.title().nativeName(),
                media.title().original()),
            media.synonyms().stream().limit(MAX_SYNONYMS))
        .flatMap(each -> each)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(name -> names.add(NormalizedTitle.parse(name)));
    return new MergedTitle(source, media, names, ids(media, map), popularity);
  }

  private static Map<String, String> ids(Media media, @Nullable IdMap map) {
    Map<String, String> ids = new LinkedHashMap<>();
    ids.put(site(media), ownId(media));
    boolean isAnime = media.kind() == MediaKind.ANIME;
    media
        .externalIds()
        .forEach(
            (site, id) -> {
              if (!isAnime || !SERIES_SITES.contains(site)) {
                ids.putIfAbsent(site, site.equals(TitleId.TMDB) ? tmdbId(media, id) : id);
              }
            });
    if (map != null) {
      boolean isWhole = map.season() == null || map.season() == 1;
      map.ids()
          .forEach(
              (site, id) -> {
                if (isWhole || !SERIES_SITES.contains(site)) {
                  ids.putIfAbsent(site, id);
                }
              });
    }
    return ids;
  }

  private static String tmdbId(Media media, String id) {
    return id.contains(":") ? id : (media.kind() == MediaKind.SERIES ? "tv:" : "movie:") + id;
  }

  private static String site(Media media) {
    return media.id().substring(0, media.id().indexOf(':'));
  }

  /** The id of a medium without its site, with the kind where the site needs it. */
  private static String ownId(Media media) {
    return media.id().substring(media.id().indexOf(':') + 1);
  }

  private static Form form(Media media) {
    return switch (media.kind()) {
      case MANGA -> Form.BOOK;
      case MOVIE, VIDEO -> Form.FILM;
      case SERIES -> Form.SERIES;
      case ANIME -> {
        MediaKind kind = AnimeSeasons.tmdbKind(media);
        yield kind == null
            ? Form.FILM_OR_SERIES
            : kind == MediaKind.MOVIE ? Form.FILM : Form.SERIES;
      }
    };
  }

  boolean has(String source) {
    return sources.contains(source);
  }

  /** Whether the first medium of another title is one of those of this title. */
  boolean hasMedium(MergedTitle other) {
    return ownId(other.media).equals(ids.get(site(other.media)));
  }

  double popularity() {
    return popularity;
  }

  /** How alike its names are to a text, from 0 to 1 in steps of a twentieth. */
  double likenessTo(NormalizedTitle text) {
    double best = names.stream().mapToDouble(name -> Similarity.of(text, name)).max().orElse(0);
    return Math.round(best * STEPS) / STEPS;
  }

  boolean isSame(MergedTitle other) {
    return sameness(other) != null;
  }

  /** How sure it is that another title is this one: 1 with a shared id; null when it is not. */
  @Nullable Double sameness(MergedTitle other) {
    boolean sharesId = false;
    for (Map.Entry<String, String> id : other.ids.entrySet()) {
      String own = ids.get(id.getKey());
      boolean isCopy = id.getKey().equals(site(media));
      if (own != null && !own.equals(id.getValue()) && !isCopy) {
        return null;
      }
      sharesId |= id.getValue().equals(own);
    }
    if (sharesId) {
      return 1.0;
    }
    double likeness = form.isSame(other.form) && isSameYear(other) ? likeness(other) : 0;
    return likeness >= IdMapping.SURE ? likeness : null;
  }

  private boolean isSameYear(MergedTitle other) {
    return media.year() != null && media.year().equals(other.media.year());
  }

  private double likeness(MergedTitle other) {
    boolean isAnimeAndFilmed =
        media.kind() == MediaKind.ANIME
            && other.media.source().equals(TitleId.TMDB)
            && !AnimeSeasons.isAnimation(other.media);
    if (isAnimeAndFilmed) {
      return 0;
    }
    double best = 0;
    for (NormalizedTitle name : names) {
      for (NormalizedTitle of : other.names) {
        best = Math.max(best, Math.max(Similarity.of(name, of), Similarity.of(of, name)));
      }
    }
    return best;
  }

  void add(MergedTitle other) {
    sources.addAll(other.sources);
    other.ids.forEach(ids::putIfAbsent);
    externalIds.putIfAbsent(site(other.media), ownId(other.media));
    other.externalIds.forEach(externalIds::putIfAbsent);
    externalIds.remove(site(media));
    names.addAll(other.names);
    popularity = Math.max(popularity, other.popularity);
  }

  /** The first medium of the title, with the ids of the others. */
  Media media() {
    return media.withExternalIds(externalIds);
  }
}
