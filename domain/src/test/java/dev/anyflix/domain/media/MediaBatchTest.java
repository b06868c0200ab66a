package dev.anyflix.domain.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MediaBatchTest {

  static Stream<List<Integer>> invalid() {
    return Stream.of(
        List.of(),
        List.of(0),
        List.of(1, -1),
        List.of(3, 3),
        IntStream.rangeClosed(1, 51).boxed().toList());
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void invalidIdsAreRefused(List<Integer> ids) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> new MediaBatch(ids))
        .satisfies(e -> assertThat(e.problems().get(0).parameter()).isEqualTo("ids"));
  }

  @Test
  void fiftyIdsInTheirOrderAreABatch() {
    List<Integer> ids = IntStream.rangeClosed(1, 50).mapToObj(i -> 51 - i).toList();
    assertThat(new MediaBatch(ids).ids()).isEqualTo(ids);
  }
}
