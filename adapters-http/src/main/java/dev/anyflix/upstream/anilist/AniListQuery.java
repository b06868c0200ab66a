package dev.anyflix.upstream.anilist;

import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.MediaBatch;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSort;
import dev.anyflix.domain.media.PageRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A GraphQL query with its variables.
 *
 * @param variables what the query declares; a variable that is left out does not filter, whereas
 *     null would
 */
record AniListQuery(String text, Map<String, Object> variables) {

  private static final String LIST_FIELDS =
      """
      id idMal type format status season seasonYear episodes duration
      title { userPreferred romaji english native }
      synonyms genres averageScore popularity isAdult countryOfOrigin
      description(asHtml: false)
      startDate { year month day }
      endDate { year month day }
      coverImage { extraLarge large color }
      bannerImage siteUrl
      nextAiringEpisode { airingAt episode }
      """;

  private static final String RELATED_FIELDS =
      """
      id type format
      title { userPreferred romaji english native }
      startDate { year }
      coverImage { large }
      """;

  private static final String DETAIL_FIELDS =
      """
      %s
      trailer { id site }
      tags { name isGeneralSpoiler isMediaSpoiler }
      studios { edges { isMain node { name } } }
      externalLinks { site url isDisabled }
      relations { edges { relationType(version: 2) node { %s } } }
      characters(sort: [ROLE, RELEVANCE, ID], perPage: 25) {
        edges {
          role
          node { name { full } image { large } }
          voiceActors(language: JAPANESE, sort: [RELEVANCE, ID]) { name { full } }
        }
      }
      recommendations(sort: [RATING_DESC, ID], perPage: 15) {
        nodes { mediaRecommendation { %s } }
      }
      """
          .formatted(LIST_FIELDS, RELATED_FIELDS, RELATED_FIELDS);

  static final String MEDIA =
      """
      query ($id: Int) {
        Media(id: $id) {
          %s
        }
      }
      """
          .formatted(DETAIL_FIELDS);

  static final String BATCH =
      """
      query ($ids: [Int], $perPage: Int) {
        Page(perPage: $perPage) {
          media(id_in: $ids) {
            %s
          }
        }
      }
      """
          .formatted(DETAIL_FIELDS);

  static final String PAGE =
      """
      query (
        $page: Int, $perPage: Int, $search: String, $type: MediaType, $format: MediaFormat,
        $status: MediaStatus, $season: MediaSeason, $seasonYear: Int, $startDateLike: String,
        $genres: [String], $tags: [String], $sort: [MediaSort], $isAdult: Boolean
      ) {
        Page(page: $page, perPage: $perPage) {
          pageInfo { hasNextPage }
          media(
            search: $search, type: $type, format: $format, status: $status, season: $season,
            seasonYear: $seasonYear, startDate_like: $startDateLike, genre_in: $genres,
            tag_in: $tags, sort: $sort, isAdult: $isAdult
          ) {
            %s
          }
        }
      }
      """
          .formatted(LIST_FIELDS);

  AniListQuery {
    variables = Map.copyOf(variables);
  }

  static AniListQuery media(MediaById request) {
    return new AniListQuery(MEDIA, Map.of("id", request.id()));
  }

  static AniListQuery batch(MediaBatch request) {
    return new AniListQuery(BATCH, Map.of("ids", request.ids(), "perPage", MediaBatch.MAX_IDS));
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
      return new AniListQuery(PAGE, values);
    }
  }
}
