package dev.anyflix.upstream.anilist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.AniListSchedule;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AniListSeason;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.MediaBatch;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSort;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.SeasonOfYear;
import dev.anyflix.upstream.Fixtures;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.execution.RawVariables;
import graphql.execution.ValuesResolver;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.Node;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.Validator;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AniListQueryTest {

  /** AniList refuses more selected fields. */
  private static final long MAX_COMPLEXITY = 500;

  private static final AniListSearch EVERY_FILTER =
      new AniListSearch(
          "nana",
          MediaKind.ANIME,
          MediaFormat.TV,
          MediaStatus.FINISHED,
          SeasonOfYear.SPRING,
          2006,
          List.of("Drama", "Music"),
          List.of("Band"),
          MediaSort.SCORE_DESC,
          true,
          3,
          50);

  private static AniListSearch manga(Integer year) {
    return new AniListSearch(
        null, MediaKind.MANGA, null, null, null, year, List.of(), List.of(), null, false, 1, 20);
  }

  static Stream<AniListQuery> queries() {
    return Stream.of(
        AniListQuery.media(new MediaById(7)),
        AniListQuery.batch(new MediaBatch(List.of(7, 8))),
        AniListQuery.search(EVERY_FILTER),
        AniListQuery.search(manga(1999)),
        AniListQuery.searchAnime(new AnimeSearch("nana", 1, 20)),
        AniListQuery.trending(new PageRequest(1, 20)),
        AniListQuery.popular(new PageRequest(2, 50)),
        AniListQuery.season(new AniListSeason(2026, SeasonOfYear.FALL, null, 1, 20)),
        AniListQuery.schedule(AniListSchedule.ofDay(Instant.parse("2026-11-28T10:15:00Z"), 50)),
        AniListQuery.genres());
  }

  /** The types of introspection are written out there, although every schema has them. */
  private static GraphQLSchema schema() {
    TypeDefinitionRegistry types =
        new SchemaParser().parse(Fixtures.text("specs/anilist.graphqls"));
    types.types().values().stream()
        .filter(type -> type.getName().startsWith("__"))
        .toList()
        .forEach(types::remove);
    return UnExecutableSchemaGenerator.makeUnExecutableSchema(types);
  }

  @Tag("recorded")
  @ParameterizedTest
  @MethodSource("queries")
  void everyQueryAndItsVariablesFitTheSchema(AniListQuery query) {
    GraphQLSchema schema = schema();
    Document document = Parser.parse(query.text());

    assertThat(new Validator().validateDocument(schema, document, Locale.ROOT)).isEmpty();
    OperationDefinition operation =
        document.getFirstDefinitionOfType(OperationDefinition.class).orElseThrow();
    CoercedVariables coerced =
        ValuesResolver.coerceVariableValues(
            schema,
            operation.getVariableDefinitions(),
            RawVariables.of(query.variables()),
            GraphQLContext.getDefault(),
            Locale.ROOT);
    assertThat(coerced.toMap().keySet()).isEqualTo(query.variables().keySet());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void everyVariableIsDeclaredByItsQuery(AniListQuery query) {
    assertThat(query.variables().keySet())
        .allSatisfy(name -> assertThat(query.text()).contains("$" + name + ":"));
  }

  private static long fields(Node<?> node) {
    long below = node.getChildren().stream().mapToLong(AniListQueryTest::fields).sum();
    return below + (node instanceof Field ? 1 : 0);
  }

  @ParameterizedTest
  @MethodSource("queries")
  void querySelectsFewerFieldsThanTheComplexityLimit(AniListQuery query) {
    assertThat(fields(Parser.parse(query.text()))).isBetween(1L, MAX_COMPLEXITY / 2);
  }

  @Test
  void scheduleOfADayHasItsFirstSecondAndNotThatOfTheNextDay() {
    AniListSchedule day = AniListSchedule.ofDay(Instant.parse("2026-11-28T10:15:00Z"), 50);

    assertThat(AniListQuery.schedule(day).variables())
        .containsEntry("after", (int) Instant.parse("2026-11-27T23:59:59Z").getEpochSecond())
        .containsEntry("before", (int) Instant.parse("2026-11-29T00:00:00Z").getEpochSecond());
  }

  @Test
  void seasonIsAFilterOfAnimeThatAreNotAdult() {
    var request = new AniListSeason(2026, SeasonOfYear.FALL, MediaSort.SCORE_DESC, 2, 30);

    assertThat(AniListQuery.season(request).variables())
        .isEqualTo(
            Map.of(
                "season",
                "FALL",
                "seasonYear",
                2026,
                "type",
                "ANIME",
                "sort",
                List.of("SCORE_DESC"),
                "isAdult",
                false,
                "page",
                2,
                "perPage",
                30));
  }

  @Test
  void everyFilterBecomesAVariable() {
    assertThat(AniListQuery.search(EVERY_FILTER).variables())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("search", "nana"),
                Map.entry("type", "ANIME"),
                Map.entry("format", "TV"),
                Map.entry("status", "FINISHED"),
                Map.entry("season", "SPRING"),
                Map.entry("seasonYear", 2006),
                Map.entry("genres", List.of("Drama", "Music")),
                Map.entry("tags", List.of("Band")),
                Map.entry("sort", List.of("SCORE_DESC")),
                Map.entry("isAdult", true),
                Map.entry("page", 3),
                Map.entry("perPage", 50)));
  }

  @Test
  void absentFilterIsNoVariable() {
    assertThat(AniListQuery.search(manga(null)).variables())
        .containsOnlyKeys("type", "sort", "isAdult", "page", "perPage");
  }

  @Test
  void mangaYearFiltersByStartDate() {
    assertThat(AniListQuery.search(manga(1999)).variables())
        .containsEntry("startDateLike", "1999%")
        .doesNotContainKey("seasonYear");
  }

  @Test
  void batchSelectsTheSameFieldsAsADetail() {
    assertThat(selection(AniListQueryText.BATCH, "media(id_in: $ids) {"))
        .isEqualTo(selection(AniListQueryText.MEDIA, "Media(id: $id) {"));
  }

  private static List<String> selection(String query, String start) {
    String rest = query.substring(query.indexOf(start) + start.length());
    String fields = rest.replaceAll("[\\s}]+$", "");
    return List.of(fields.strip().split("\\s+"));
  }

  @Test
  void listsSelectFewerFieldsThanDetails() {
    assertThat(AniListQueryText.PAGE)
        .doesNotContain("characters", "relations", "recommendations", "tags {");
    assertThat(AniListQueryText.MEDIA)
        .contains("characters", "relations", "recommendations", "tags {");
  }
}
