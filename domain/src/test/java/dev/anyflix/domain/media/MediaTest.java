package dev.anyflix.domain.media;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What an adapter must not leave out is refused where the adapter returns it. */
final class MediaTest {

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class);
  }

  @Test
  void answerWithoutAValueIsRefused() {
    assertRefused(() -> Answer.of(null));
  }

  @Test
  void mediumWithoutAKindOrATitleIsRefused() {
    assertRefused(() -> Media.builder("a:1", "a", "1", null, Title.of("One")).build());
    assertRefused(() -> Media.builder("a:1", "a", "1", MediaKind.MOVIE, null).build());
  }

  @Test
  void titleWithoutANameIsRefused() {
    assertRefused(() -> Title.of(null));
    assertRefused(() -> Title.of(null, null, null, null, () -> null));
  }

  @Test
  void pageWithAnAbsentMediumIsRefused() {
    assertRefused(() -> new MediaPage(Arrays.asList((Media) null), 1, 20, false));
    assertRefused(() -> new MediaPage(null, 1, 20, false));
  }
}
