package dev.anyflix.domain.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ImageSizesTest {

  @Test
  void missingSizeIsFilledWithTheNextLargerOne() {
    assertThat(new ImageSizes(null, "m", null, "o")).isEqualTo(new ImageSizes("m", "m", "o", "o"));
    assertThat(new ImageSizes(null, null, null, "o")).isEqualTo(ImageSizes.of("o"));
  }

  @Test
  void missingSizeWithoutALargerOneIsFilledWithTheNextSmallerOne() {
    assertThat(new ImageSizes("s", "m", null, null)).isEqualTo(new ImageSizes("s", "m", "m", "m"));
    assertThat(new ImageSizes("s", null, null, null)).isEqualTo(ImageSizes.of("s"));
  }

  @Test
  void absentPictureHasNoSizes() {
    assertThat(ImageSizes.of(null)).isEqualTo(ImageSizes.NONE);
    assertThat(new ImageSizes(null, null, null, null)).isEqualTo(ImageSizes.NONE);
  }
}
