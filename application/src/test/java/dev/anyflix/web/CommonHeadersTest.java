package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommonHeadersTest {

  private final Request request = mock(Request.class);
  private final HttpFields.Mutable answer = HttpFields.build();

  private ServiceRequest customize(List<String> origins, String path, HttpFields headers) {
    when(request.getHttpURI()).thenReturn(HttpURI.from("http://localhost" + path));
    when(request.getHeaders()).thenReturn(headers);
    return (ServiceRequest) new CommonHeaders(new CorsHandler(origins)).customize(request, answer);
  }

  private void customize(String path) {
    customize(List.of("*"), path, HttpFields.EMPTY);
  }

  @Test
  void everyHeaderIsAddedOnce() {
    customize("/api/anilist/media/1");

    assertThat(answer.stream().map(HttpField::getName))
        .doesNotHaveDuplicates()
        .contains(
            "X-Request-Id",
            "X-Content-Type-Options",
            "Referrer-Policy",
            "Cross-Origin-Resource-Policy",
            "Vary",
            "Access-Control-Allow-Origin",
            "X-Attribution",
            "Link");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/anilist/media/1, AniList",
    "/api/%61nilist/media/1, AniList",
    "/api/tmdb/movies/603, TMDB",
    "/api/providers/kitsu/popular, Kitsu",
    "/api/media/mal:1, AniList",
    "/api/media/kitsu%3A1, Kitsu",
    "/api/providers/archive/popular, ",
    "/api/anilist, ",
    "/health, "
  })
  void attributionFollowsThePath(String path, String owner) {
    customize(path);

    if (owner == null) {
      assertThat(answer.get("X-Attribution")).isNull();
    } else {
      assertThat(answer.get("X-Attribution")).contains(owner);
    }
  }

  @Test
  void varyIsOneLineThatNamesOriginWithAList() {
    customize("/");
    assertThat(answer.getValuesList("Vary")).containsExactly("Accept-Encoding");

    answer.clear();
    customize(List.of("https://ours.example"), "/", HttpFields.EMPTY);
    assertThat(answer.getValuesList("Vary")).containsExactly("Accept-Encoding, Origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client-7.a", "A_b", "0"})
  void wellFormedIdOfTheClientIsKept(String id) {
    ServiceRequest known = customize(List.of("*"), "/", HttpFields.build().add("X-Request-Id", id));

    assertThat(known.id()).isEqualTo(id);
    assertThat(answer.get("X-Request-Id")).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a/b", "ä", "<script>"})
  void malformedIdOfTheClientIsReplaced(String id) {
    ServiceRequest known = customize(List.of("*"), "/", HttpFields.build().add("X-Request-Id", id));

    assertThat(known.id()).matches("[0-9a-f]{16}");
  }

  @Test
  void longIdOfTheClientIsReplaced() {
    HttpFields headers = HttpFields.build().add("X-Request-Id", "a".repeat(65));

    assertThat(customize(List.of("*"), "/", headers).id()).matches("[0-9a-f]{16}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-HTTP-Method-Override", "x-http-method", "X-Method-Override"})
  void methodOverrideIsRemovedAndNothingElse(String name) {
    HttpFields headers = HttpFields.build().add(name, "POST").add("Accept", "text/html");

    assertThat(customize(List.of("*"), "/", headers).getHeaders().getFieldNamesCollection())
        .containsExactly("Accept");
  }

  @Test
  void headersAreRestoredWithTheSameId() {
    ServiceRequest known = customize(List.of("*"), "/api/tmdb/tv/1", HttpFields.EMPTY);
    HttpFields before = answer.asImmutable();
    HttpFields.Mutable reset = HttpFields.build();

    var headers = new CommonHeaders(new CorsHandler(List.of("*")));
    assertThat(headers.restore(known, reset)).isEqualTo(known.id());
    assertThat(reset.asImmutable().isEqualTo(before)).isTrue();
    assertThat(headers.restore(known, reset)).isEqualTo(known.id());
    assertThat(reset.getValuesList("X-Request-Id")).hasSize(1);
  }

  @Test
  void requestThatWasNotReadGetsAnId() {
    HttpFields.Mutable reset = HttpFields.build();

    assertThat(new CommonHeaders(new CorsHandler(List.of())).restore(request, reset))
        .matches("[0-9a-f]{16}")
        .isEqualTo(reset.get("X-Request-Id"));
  }
}
