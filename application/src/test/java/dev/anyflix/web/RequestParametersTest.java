package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.InvalidRequestException.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestParametersTest {

  private record Search(String text, int page) {}

  private static Search search(RequestParameters parameters) {
    return new Search(parameters.requiredText("q"), parameters.number("page", 1, 1, 10));
  }

  private static <T> T read(String query, Function<RequestParameters, T> reader) {
    return RequestParameters.of(Map.of(), query).read(reader);
  }

  private static List<String> problems(String query) {
    return catchThrowableOfType(
            InvalidRequestException.class, () -> read(query, RequestParametersTest::search))
        .problems()
        .stream()
        .map(Problem::parameter)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"q=a+b&page=2", "q=a%20b&page=2&", "&page=2&&q=a+b", "page=2&q=a%20b"})
  void spellingsOfOneQueryAreOneRequest(String query) {
    assertThat(read(query, RequestParametersTest::search)).isEqualTo(new Search("a b", 2));
  }

  @ParameterizedTest
  @CsvSource({
    "q=%E9, q",
    "q=%zz, q",
    "q=a&page=%E9, page",
    "q=a&%E9=1, %E9",
    "q=a&q=b, q",
    "q=a&page=0, page",
    "q=a&page=x, page",
    "q=a&other=1, other",
    "page=1, q"
  })
  void malformedParameterIsNamed(String query, String parameter) {
    assertThat(problems(query)).containsExactly(parameter);
  }

  @Test
  void everyProblemIsReported() {
    assertThat(problems("page=x&b=1&a=%E9")).containsExactlyInAnyOrder("a", "q", "page", "b");
  }

  @Test
  void longUnknownNameIsCut() {
    assertThat(problems("q=a&" + "n".repeat(200) + "=1")).containsExactly("n".repeat(50));
  }

  @Test
  void pathParameterIsDecodedStrictly() {
    assertThat(RequestParameters.of(Map.of("id", "%C3%A9+"), null).path("id")).isEqualTo("é+");
    InvalidRequestException failure =
        catchThrowableOfType(
            InvalidRequestException.class,
            () -> RequestParameters.of(Map.of("id", "%E9"), null).path("id"));
    assertThat(failure.problems()).extracting(Problem::parameter).containsExactly("id");
  }
}
