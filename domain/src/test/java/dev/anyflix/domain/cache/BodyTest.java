package dev.anyflix.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyTest {

  private static final Body LARGE =
      body("{\"description\":\"" + "lorem ipsum ".repeat(200) + "\"}");

  private static Body body(String json) {
    return new Body(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPackedBodyIsTheSameInLessRoom() {
    Body packed = LARGE.packed();

    assertThat(packed).isEqualTo(LARGE).hasSameHashCodeAs(LARGE);
    assertThat(packed.bytes()).isEqualTo(LARGE.bytes());
    assertThat(packed.size()).isEqualTo(LARGE.size());
    assertThat(packed.etag()).isEqualTo(LARGE.etag());
    assertThat(packed.gzip()).isEqualTo(LARGE.gzip());
    assertThat(packed.isPacked()).isTrue();
    assertThat(packed.isCompressed()).isTrue();
    assertThat(packed.heldBytes()).isLessThan(LARGE.size() / 2);
    assertThat(packed.packed()).isEqualTo(packed);
    assertThat(packed).hasToString("Body[" + LARGE.size() + " bytes]");
  }

  @Test
  void aPackedBodyComesBackFromItsCompressedForm() {
    Body again = Body.ofGzip(LARGE.packed().gzip(), 1 << 20);

    assertThat(again.isPacked()).isTrue();
    assertThat(again).isEqualTo(LARGE);
    assertThat(again.etag()).isEqualTo(LARGE.etag());
  }

  @Test
  void theChecksumIsTheOneThatCatalogsOfChecksumsGiveForCrc32c() {
    assertThat(body("123456789").crc32c()).isEqualTo(0xE3069283L);
  }

  @Test
  void whatIsTooSmallStaysPlain() {
    Body small = body("{}");

    assertThat(small.packed()).isSameAs(small);
    assertThat(small.gzip()).isNull();
    assertThat(small.heldBytes()).isEqualTo(2);
  }

  @Test
  void whatIsNoCompressedBodyIsRefused() {
    byte[] gzip = LARGE.packed().gzip();
    byte[] lying = gzip.clone();
    lying[gzip.length - 4]++;
    byte[] negative = gzip.clone();
    negative[gzip.length - 1] = (byte) 0xff;
    byte[] damaged = gzip.clone();
    damaged[gzip.length / 2] ^= 0x55;

    for (byte[] bytes :
        new byte[][] {
          {},
          LARGE.bytes(),
          Arrays.copyOf(gzip, gzip.length - 1),
          Arrays.copyOf(gzip, 10),
          lying,
          negative,
          damaged
        }) {
      assertThatThrownBy(() -> Body.ofGzip(bytes, 1 << 20))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void bodyOfTheLeastSizeIsCompressedOnTheFirstCall() {
    Body body = body("x".repeat(Body.MIN_GZIP_BYTES));

    assertThat(body.isCompressed()).isFalse();
    assertThat(body.heldBytes()).isEqualTo(Body.MIN_GZIP_BYTES);
    byte[] gzip = body.gzip();
    assertThat(gzip).isNotNull();
    assertThat(body.isCompressed()).isTrue();
    assertThat(body.isPacked()).isFalse();
    assertThat(body.heldBytes()).isEqualTo(Body.MIN_GZIP_BYTES + gzip.length);
    assertThat(body("x".repeat(Body.MIN_GZIP_BYTES - 1)).isCompressed()).isTrue();
  }

  @Test
  void bodyThatDoesNotShrinkHasNoCompressedForm() {
    byte[] noise = new byte[2 * Body.MIN_GZIP_BYTES];
    new Random(1).nextBytes(noise);
    Body body = new Body(noise);

    assertThat(body.gzip()).isNull();
    assertThat(body.isCompressed()).isTrue();
    assertThat(body.packed()).isSameAs(body);
  }

  @Test
  void compressedBodyOverTheLimitIsRefused() {
    byte[] gzip = LARGE.packed().gzip();

    assertThat(Body.ofGzip(gzip, LARGE.size())).isEqualTo(LARGE);
    assertThatThrownBy(() -> Body.ofGzip(gzip, LARGE.size() - 1))
        .hasMessageContaining("larger than");
  }

  @Test
  void bodiesAreEqualIfAndOnlyIfTheirBytesAre() {
    assertThat(body("1")).isEqualTo(body("1")).hasSameHashCodeAs(body("1"));
    assertThat(body("1")).isNotEqualTo(body("2")).isNotEqualTo("1");
    assertThat(body("1").hashCode()).isNotEqualTo(body("2").hashCode());
    assertThat(body("1").etag()).startsWith("W/\"").isNotEqualTo(body("2").etag());
  }
}
