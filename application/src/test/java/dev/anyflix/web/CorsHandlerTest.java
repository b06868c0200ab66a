package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CorsHandlerTest {

  private static final String ALLOW = "Access-Control-Allow-Origin";
  private static final String OURS = "https://ours.example";

  private static @Nullable String allowed(
      List<String> origins, String path, @Nullable String origin) {
    HttpFields.Mutable headers = HttpFields.build();
    new CorsHandler(origins).addTo(headers, path, origin);
    return headers.get(ALLOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health", "/api/anilist/media/1", "/nowhere"})
  void starAllowsEveryOriginAndRequestsWithoutOne(String path) {
    assertThat(allowed(List.of("*"), path, OURS)).isEqualTo("*");
    assertThat(allowed(List.of("*"), path, null)).isEqualTo("*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin", "/admin/cache/stats", "/ADMIN/cache/flush", "/Admin"})
  void administrationIsClosedToOtherOrigins(String path) {
    assertThat(allowed(List.of("*"), path, OURS)).isNull();
    assertThat(allowed(List.of(OURS), path, OURS)).isNull();
  }

  @Test
  void listAllowsItsOriginsOnly() {
    assertThat(allowed(List.of(OURS), "/", OURS)).isEqualTo(OURS);
    assertThat(allowed(List.of(OURS), "/", "https://theirs.example")).isNull();
    assertThat(allowed(List.of(OURS), "/", null)).isNull();
    assertThat(allowed(List.of(), "/", OURS)).isNull();
  }

  @Test
  void answersDependOnTheOriginWithAListOnly() {
    assertThat(new CorsHandler(List.of(OURS)).dependsOnOrigin()).isTrue();
    assertThat(new CorsHandler(List.of("*")).dependsOnOrigin()).isFalse();
    assertThat(new CorsHandler(List.of()).dependsOnOrigin()).isFalse();
  }
}
