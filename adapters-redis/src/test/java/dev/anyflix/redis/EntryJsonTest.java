package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryJsonTest {

  private static final Instant LOADED = Instant.parse("2026-01-01T12:00:00.100Z");
  private static final String REQUEST = "m?q=\"日本\"\n";
  private static final CacheKey KEY = CacheKey.of("movies", REQUEST);
  private static final String WRITTEN =
      """
      {"format":3,"generation":3,"loadedAt":"2026-01-01T12:00:00.100Z","ttl":1.5,\
      "request":"m?q=\\"日本\\"\\n","validator":"W/\\"1\\"","crc":327420968,"body":{"id":1, "t":"ü"}}""";

  private static final int MAX_BYTES = 1 << 20;
  private static final RedisClock CLOCK =
      new RedisClock(java.time.Clock.fixed(LOADED, java.time.ZoneOffset.UTC));

  private static CacheEntry entry(String validator, String body) {
    return CacheEntry.found(
        REQUEST,
        3,
        LOADED,
        Duration.ofMillis(1500),
        validator,
        new Body(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static CacheEntry read(String json) {
    return EntryJson.decode(KEY, json.getBytes(StandardCharsets.UTF_8), MAX_BYTES, CLOCK);
  }

  @Test
  void anEntryIsWrittenAsOneObjectThatAPersonCanRead() {
    byte[] json = EntryJson.encode(entry("W/\"1\"", "{\"id\":1, \"t\":\"ü\"}"), CLOCK);

    assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(WRITTEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "true",
        "-1.50e3",
        "7",
        "\"a \\\" b\"",
        "\"\"",
        "[1,[2,{\"a\":[]}]]"
      })
  void everyKindOfBodyComesBackByteForByte(String body) {
    CacheEntry entry = entry(null, body);

    assertThat(EntryJson.decode(KEY, EntryJson.encode(entry, CLOCK), MAX_BYTES, CLOCK))
        .isEqualTo(entry);
  }

  @Test
  void aPackedBodyIsWrittenCompressedAndComesBackPacked() {
    CacheEntry plain = entry(null, "{\"t\":\"" + "lorem ipsum ".repeat(200) + "\"}");
    CacheEntry entry =
        CacheEntry.found(REQUEST, 3, LOADED, Duration.ofMillis(1500), null, plain.body().packed());
    byte[] json = EntryJson.encode(entry, CLOCK);

    CacheEntry back = EntryJson.decode(KEY, json, MAX_BYTES, CLOCK);
    assertThat(back).isEqualTo(entry);
    assertThat(back.body().isPacked()).isTrue();
    assertThat(json.length).isLessThan(EntryJson.encode(plain, CLOCK).length / 2);
    String text = new String(json, StandardCharsets.UTF_8);
    assertThat(text).contains("\"gzip\":\"H4sI").doesNotContain("crc");
    assertThat(read(text.replace("H4sI", "H4sJ"))).isNull();
    assertThat(read(text.replace("H4sI", "!4sI"))).isNull();
    assertThat(read(text.replaceFirst("\"gzip\":\"[^\"]*", "\"gzip\":\""))).isNull();
    assertThat(read(text.replaceFirst("\"gzip\":\"[^\"]*\"", "\"gzip\":1"))).isNull();
  }

  /** A compressed body of 60 kB that has 60 MiB unpacked. */
  static byte[] bomb() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      byte[] mebibyte = new byte[1 << 20];
      for (int i = 0; i < 60; i++) {
        gzip.write(mebibyte);
      }
    }
    return packed.toByteArray();
  }

  /** The text of an entry with a body of the given compressed form. */
  static String packed(String good, byte[] gzip) {
    String text = Base64.getEncoder().encodeToString(gzip);
    return good.replaceFirst("\"crc\".*", "\"gzip\":\"" + text + "\"}");
  }

  @Test
  void packedBodyThatUnpacksToSixtyMebibytesIsUnreadableWithoutUnpackingIt() throws IOException {
    byte[] bomb = bomb();
    byte[] withSmallLength = bomb.clone();
    ByteBuffer.wrap(withSmallLength)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(bomb.length - Integer.BYTES, 1000);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (byte[] gzip : List.of(bomb, withSmallLength)) {
      String text = packed(WRITTEN, gzip);
      assertThat(text).hasSizeLessThan(90_000);
      long before = threads.getCurrentThreadAllocatedBytes();

      assertThat(read(text)).isNull();
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
    }
  }

  @Test
  void aNegativeEntryComesBackNegative() {
    CacheEntry entry = CacheEntry.notFound(REQUEST, 0, LOADED, Duration.ofSeconds(1));

    assertThat(EntryJson.decode(KEY, EntryJson.encode(entry, CLOCK), MAX_BYTES, CLOCK))
        .isEqualTo(entry);
  }

  @Test
  void whatAPersonRearrangedIsStillRead() {
    String edited =
        """

        { "body" : { "id" : 2 } ,
          "note": ["mine", {"x": 1}], "negative": false,
          "request": "m?q=\\u0022\\u65e5本\\"\\u000a",
          "ttl": 60, "loadedAt": "2026-01-01T11:59:00Z",
          "generation": 4, "format": 3 }
        """;
    Body body = new Body("{ \"id\" : 2 }".getBytes(StandardCharsets.UTF_8));

    assertThat(read(edited))
        .isEqualTo(
            CacheEntry.found(
                REQUEST, 4, LOADED.minusMillis(60_100), Duration.ofMinutes(1), null, body));
  }

  @Test
  void aBodyThatAPersonChangedIsReadThoughItsChecksumIsOfAnother() {
    CacheEntry changed = read(WRITTEN.replace("\"id\":1", "\"id\":2"));

    assertThat(changed).isEqualTo(entry("W/\"1\"", "{\"id\":2, \"t\":\"ü\"}"));
  }

  @Test
  void everyTruncationIsUnreadable() {
    byte[] whole = WRITTEN.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThat(EntryJson.decode(KEY, part, MAX_BYTES, CLOCK))
          .as("first %d bytes", length)
          .isNull();
    }
    assertThat(EntryJson.decode(KEY, whole, MAX_BYTES, CLOCK)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"format\":3,|",
        "\"format\":3|\"format\":1",
        "\"format\":3|\"format\":\"3\"",
        "\"format\":3|\"format\":3,\"format\":3",
        "\"generation\":3,|",
        "\"generation\":3|\"generation\":-1",
        "\"generation\":3|\"generation\":3.0",
        "\"generation\":3|\"generation\":9007199254740992",
        "\"generation\":3|\"generation\":99999999999999999999999",
        "\"generation\":3|\"generation\":null",
        "\"loadedAt\":\"2026-01-01T12:00:00.100Z\",|",
        "12:00:00.100Z|12:00:05.101Z",
        "2026-01-01T|1999-01-01T",
        "2026-01-01T12|+1000000000-01-01T12",
        "2026-01-01T|2026-13-01T",
        "2026-01-01T12:00:00.100Z|yesterday",
        "\"2026-01-01T12:00:00.100Z\"|1767268800",
        "\"ttl\":1.5,|",
        "\"ttl\":1.5|\"ttl\":0",
        "\"ttl\":1.5|\"ttl\":0.0004",
        "\"ttl\":1.5|\"ttl\":-1.5",
        "\"ttl\":1.5|\"ttl\":1e999",
        "\"ttl\":1.5|\"ttl\":null",
        "\"ttl\":1.5|\"ttl\":9000000000",
        "\"ttl\":1.5|\"ttl\":\"1.5\"",
        "日本|日木",
        "\"request\"|\"demand\"",
        "\"W/\\\"1\\\"\"|17",
        "\"W/\\\"1\\\"\"|null",
        "\"validator\":|\"negative\":",
        "\"crc\":|\"crc\":-",
        "\"crc\":|\"crc\":[],\"x\":",
        "\"body\":|\"corpse\":",
        "\"id\":1|\"id\":01",
        "{\"id\":1, \"t\":\"ü\"}}|{\"id\":1}} x",
        "{\"id\":1, \"t\":\"ü\"}}|{\"id\":1}}{}",
        "{\"id\":1, \"t\":\"ü\"}}|{\"id\":1]}",
      })
  void whatIsNotOfTheFormIsUnreadable(String change) {
    int bar = change.indexOf('|');
    String from = change.substring(0, bar);
    assertThat(WRITTEN).contains(from);

    assertThat(read(WRITTEN.replace(from, change.substring(bar + 1)))).isNull();
  }

  @Test
  void aLoadThatSeemsFiveSecondsAheadIsRead() {
    assertThat(read(WRITTEN.replace("12:00:00.100Z", "12:00:05.100Z"))).isNotNull();
  }

  @Test
  void aBodyOfTwoValuesWithTheRightChecksumIsUnreadable() {
    String two = "{\"a\":1},\"x\":{\"b\":2}";
    Body body = new Body(two.getBytes(StandardCharsets.UTF_8));
    byte[] json =
        EntryJson.encode(
            CacheEntry.found(REQUEST, 3, LOADED, Duration.ofMillis(1500), null, body), CLOCK);

    CacheEntry read = EntryJson.decode(KEY, json, MAX_BYTES, CLOCK);
    assertThat(read == null ? "" : new String(read.body().bytes(), StandardCharsets.UTF_8))
        .isIn("", "{\"a\":1}");
  }

  @Test
  void timesAreConvertedBetweenTheClocksOfTheServerAndTheInstance() {
    var ahead = new RedisClock(java.time.Clock.fixed(LOADED, java.time.ZoneOffset.UTC));
    ahead.learn(LOADED.plusSeconds(55).toEpochMilli());
    byte[] json = EntryJson.encode(entry(null, "{}"), ahead);

    assertThat(new String(json, StandardCharsets.UTF_8)).contains("12:00:55.100Z");
    assertThat(EntryJson.decode(KEY, json, MAX_BYTES, ahead)).isEqualTo(entry(null, "{}"));
  }

  @Test
  void anotherOperationsEntryIsUnreadable() {
    byte[] json = WRITTEN.getBytes(StandardCharsets.UTF_8);

    assertThat(EntryJson.decode(CacheKey.of("movies", "m"), json, MAX_BYTES, CLOCK)).isNull();
  }

  @Test
  void nestingWithoutEndIsUnreadable() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(read(WRITTEN.replace("{\"id\":1, \"t\":\"ü\"}", deep))).isNull();
    assertThat(read(deep)).isNull();
  }

  @Test
  void hostileBytesNeverThrow() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] good = WRITTEN.getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = random.nextInt(10) == 0 ? new byte[random.nextInt(300)] : good.clone();
      int changes = 1 + random.nextInt(8);
      for (int i = 0; i < changes && bytes.length > 0; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertThatCode(() -> EntryJson.decode(KEY, bytes, MAX_BYTES, CLOCK))
          .as("seed %d round %d", seed, round)
          .doesNotThrowAnyException();
    }
  }
}
