package dev.anyflix.upstream.anilist;

import dev.anyflix.domain.media.AniListSchedule;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AniListSeason;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.MediaBatch;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSort;
import dev.anyflix.domain.media.PageRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A GraphQL query with its variables.
 *
 * @param variables what the query declares; a variable that is left out does not filter, whereas
 *     null would
 */
record AniListQuery(String text, Map<String, Object> variables) {

  AniListQuery {
    variables = Map.copyOf(variables);
  }

  static AniListQuery media(MediaById request) {
    return new AniListQuery(AniListQueryText.MEDIA, Map.of("id", request.id()));
  }

  static AniListQuery mediaByMal(MediaById request) {
    return new AniListQuery(AniListQueryText.MEDIA_BY_MAL, Map.of("idMal", request.id()));
  }

  static AniListQuery batch(MediaBatch request) {
    return new AniListQuery(
        AniListQueryText.BATCH, Map.of("ids", request.ids(), "perPage", MediaBatch.MAX_IDS));
  }

  static AniListQuery search(AniListSearch request) {
    Variables variables =
        new Variables(request.page(), request.perPage())
            .put("search", request.q())
            .put("type", request.type())
            .put("format", request.format())
            .put("status", request.status())
            .put("season", request.season())
            .put("genres", request.genres())
            .put("tags", request.tags())
            .put("sort", request.sort() == null ? null : List.of(request.sort().name()))
            .put("isAdult", request.adult());
    if (request.type() == MediaKind.MANGA && request.year() != null) {
      variables.put("startDateLike", request.year() + "%");
    } else {
      variables.put("seasonYear", request.year());
    }
    return variables.page();
  }

  static AniListQuery searchAnime(AnimeSearch request) {
    return new Variables(request.page(), request.perPage())
        .put("search", request.q())
        .anime(MediaSort.SEARCH_MATCH)
        .page();
  }

  static AniListQuery trending(PageRequest request) {
    return new Variables(request.page(), request.perPage()).anime(MediaSort.TRENDING_DESC).page();
  }

  static AniListQuery popular(PageRequest request) {
    return new Variables(request.page(), request.perPage()).anime(MediaSort.POPULARITY_DESC).page();
  }

  static AniListQuery season(AniListSeason request) {
    return new Variables(request.page(), request.perPage())
        .put("season", request.season())
        .put("seasonYear", request.year())
        .anime(Objects.requireNonNull(request.sort()))
        .page();
  }

  /** AniList excludes both ends of a period. */
  static AniListQuery schedule(AniListSchedule request) {
    return new Variables(request.page(), request.perPage())
        .put("after", Math.toIntExact(request.from().getEpochSecond() - 1))
        .put("before", Math.toIntExact(request.to().getEpochSecond()))
        .query(AniListQueryText.SCHEDULE);
  }

  static AniListQuery genres() {
    return new AniListQuery(AniListQueryText.GENRES, Map.of());
  }

  /** Collects variables, leaving out what is null or empty. Not thread safe. */
  private static final class Variables {
    private final Map<String, Object> values = new LinkedHashMap<>();

    Variables(int page, int perPage) {
      values.put("page", page);
      values.put("perPage", perPage);
    }

    Variables put(String name, @Nullable Object value) {
      if (value instanceof Enum<?> constant) {
        values.put(name, constant.name());
      } else if (value != null && !List.of().equals(value)) {
        values.put(name, value);
      }
      return this;
    }

    Variables anime(MediaSort sort) {
      return put("type", MediaKind.ANIME).put("sort", List.of(sort.name())).put("isAdult", false);
    }

    AniListQuery page() {
      return query(AniListQueryText.PAGE);
    }

    AniListQuery query(String text) {
      return new AniListQuery(text, values);
    }
  }
}
