package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BoundedMapTest {

  private final BoundedMap<Integer, String> map = new BoundedMap<>(2);

  @Test
  void valueThatWasUsedLeastRecentlyMakesRoom() {
    map.put(1, "one");
    map.put(2, "two");
    assertThat(map.get(1)).isEqualTo("one");
    map.put(3, "three");

    assertThat(map.get(2)).isNull();
    assertThat(map.values()).containsExactly("one", "three");
  }

  @Test
  void valueIsMadeOnlyWhereItIsAbsent() {
    assertThat(map.computeIfAbsent(1, () -> "one")).isEqualTo("one");
    assertThat(map.computeIfAbsent(1, () -> "another")).isEqualTo("one");
  }

  @Test
  void removedValueIsGone() {
    map.put(1, "one");
    map.remove(1);

    assertThat(map.get(1)).isNull();
    assertThat(map.values()).isEmpty();
  }
}
