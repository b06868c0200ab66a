package dev.anyflix.upstream.anilist;

/**
 * The GraphQL documents that AniList is sent.
 *
 * <p>AniList refuses a document whose complexity is above 500. The complexity is the number of
 * selected fields, whatever the number of rows.
 */
final class AniListQueryText {

  private static final String LIST_FIELDS =
      """
      id idMal type format status season seasonYear episodes duration
      title { userPreferred romaji english native }
      synonyms genres averageScore popularity isAdult countryOfOrigin
      description(asHtml: false)
      startDate { year month day }
      endDate { year month day }
      coverImage { extraLarge large medium color }
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
      staff(sort: [RELEVANCE, ID], perPage: 25) {
        edges { role node { name { full } image { large } } }
      }
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

  static final String MEDIA_BY_MAL =
      """
      query ($idMal: Int) {
        Media(idMal: $idMal, type: ANIME) {
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

  static final String SCHEDULE =
      """
      query ($page: Int, $perPage: Int, $after: Int, $before: Int) {
        Page(page: $page, perPage: $perPage) {
          pageInfo { hasNextPage }
          airingSchedules(
            airingAt_greater: $after, airingAt_lesser: $before, sort: [TIME, ID]
          ) {
            airingAt episode
            media {
              %s
            }
          }
        }
      }
      """
          .formatted(LIST_FIELDS);

  static final String GENRES =
      """
      query {
        GenreCollection
        MediaTagCollection { name category isAdult }
      }
      """;

  private AniListQueryText() {}
}
