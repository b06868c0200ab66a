package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.Region;
import dev.anyflix.domain.media.TmdbSource;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeTmdb;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each method of a source port has when it is added as docs/extending.md says. */
final class PortMethodsTest {

  private static final Map<Class<?>, Class<?>> FACADES =
      Map.of(
          AniListSource.class, CachedAniList.class,
          TmdbSource.class, CachedTmdb.class,
          ContentProvider.class, CachedProvider.class);

  /** Methods that are called as a part of another operation. */
  private static final Set<String> PARTS =
      Set.of("AniListSource.mediaBatch", "TmdbSource.searchByType", "TmdbSource.alternativeTitles");

  /** Methods of TMDB whose answers are the same in each language. */
  private static final Set<String> WITHOUT_LANGUAGE = Set.of("TmdbSource.configuration");

  /** Methods of TMDB whose answers are the same in each region. */
  private static final Set<String> WITHOUT_REGION =
      Set.of(
          "TmdbSource.configuration",
          "TmdbSource.genres",
          "TmdbSource.search",
          "TmdbSource.find",
          "TmdbSource.trending",
          "TmdbSource.seriesList",
          "TmdbSource.season",
          "TmdbSource.collection");

  private static final Operations OPERATIONS =
      new Operations(
          new FakeAniList((id, call) -> none(), (list, call) -> none()),
          new FakeTmdb((detail, call) -> none(), (search, call) -> none()),
          List.of(new MappedAnime()),
          TestParts.TTLS);

  private static <T> Answer<T> none() {
    throw new MediaSourceException(Kind.NOT_FOUND, "There is none.");
  }

  static Stream<Named<Method>> methods() {
    return FACADES.keySet().stream()
        .flatMap(port -> Arrays.stream(port.getDeclaredMethods()))
        .filter(method -> method.getReturnType() == Answer.class)
        .filter(method -> !PARTS.contains(name(method)))
        .map(method -> Named.of(name(method), method));
  }

  static Stream<Named<Method>> methodsOfTmdb() {
    return methods().filter(each -> each.getPayload().getDeclaringClass() == TmdbSource.class);
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  private static Optional<CachedOperation<?, ?>> row(Method method) {
    return OPERATIONS.all().stream().filter(row -> row.method().equals(name(method))).findAny();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void methodHasARowInTheTable(Method method) {
    assertThat(row(method))
        .as(
            "a row of Operations with the method \"%s\"; or the method in PARTS of this test",
            name(method))
        .isPresent();
  }

  @ParameterizedTest
  @MethodSource("methodsOfTmdb")
  void languageIsInTheKey(Method method) {
    assertThat(WITHOUT_LANGUAGE.contains(name(method)) || hasInKey(method, LanguageTag.class))
        .as(
            "a LanguageTag in the request of %s, language= in the scope of its row, or the method"
                + " in WITHOUT_LANGUAGE of this test",
            name(method))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("methodsOfTmdb")
  void regionIsInTheKey(Method method) {
    assertThat(WITHOUT_REGION.contains(name(method)) || hasInKey(method, Region.class))
        .as(
            "a Region in the request of %s, region= in the scope of its row, or the method in"
                + " WITHOUT_REGION of this test",
            name(method))
        .isTrue();
  }

  private static boolean hasInKey(Method method, Class<?> part) {
    RecordComponent[] components = method.getParameterTypes()[0].getRecordComponents();
    String name = part == Region.class ? "region=" : "language=";
    return (components != null
            && Arrays.stream(components).anyMatch(each -> each.getType() == part))
        || row(method).filter(each -> each.scope().contains(name)).isPresent();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void methodIsReadInProcess(Method method) {
    Class<?> facade = FACADES.get(method.getDeclaringClass());

    assertThat(facade.getDeclaredMethods())
        .as("a method %s in %s", method.getName(), facade.getSimpleName())
        .extracting(Method::getName)
        .contains(method.getName());
  }
}
