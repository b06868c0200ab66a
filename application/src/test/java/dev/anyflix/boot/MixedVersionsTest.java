package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an older and a newer version leave in the Redis that this one uses. */
final class MixedVersionsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "anilist_media_by_id";
  private static final Duration SOON = Duration.ofSeconds(5);

  private final RedisProcess redis = RedisProcess.start();
  private final FakeAniList anilist =
      new FakeAniList(
          (request, call) -> Answer.of(media(request.id())),
          (list, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false)));
  private App app = start();

  private static Media media(int id) {
    return Media.builder(
            "anilist:" + id,
            "anilist",
            Integer.toString(id),
            MediaKind.ANIME,
            Title.of("Title " + id))
        .build();
  }

  private App start() {
    Map<String, String> settings =
        Map.of(
            "REDIS_HOST",
            redis.host(),
            "REDIS_PORT",
            Integer.toString(redis.port()),
            "REDIS_TIMEOUT_MS",
            "5000");
    return App.with(Settings.of(settings)).anilist(anilist).withoutPort().start();
  }

  /** Starts a new instance, whose memory is empty. */
  private void restart() {
    app.close();
    app = start();
  }

  @AfterEach
  void close() {
    app.close();
    redis.close();
  }

  private List<String> keys() {
    return redis
        .command("KEYS", "anilist_*")
        .lines()
        .filter(line -> line.startsWith("anilist_"))
        .toList();
  }

  private String value(String key) {
    String answer = redis.command("GET", key);
    return answer.startsWith("$-1") ? "" : answer.substring(answer.indexOf('\n') + 1).strip();
  }

  /** Loads the title, and waits until its entry is in Redis. */
  private String storedKey() {
    app.anilist().media(1);
    Awaitility.await().until(() -> keys().size() == 1);
    return keys().get(0);
  }

  private ObjectNode entry(String key) throws IOException {
    return (ObjectNode) JSON.readTree(value(key));
  }

  private static int form(ObjectNode entry) {
    String call = entry.path("request").asText().replaceFirst("\\?.*", "");
    return Integer.parseInt(call.substring(call.lastIndexOf('/') + 1));
  }

  /** Stores what a version whose form is another one stores for the same request. */
  private String storeIn(int form, ObjectNode ours) {
    ObjectNode theirs = ours.deepCopy();
    String request =
        ours.path("request").asText().replaceFirst("/" + form(ours) + "\\?", "/" + form + "?");
    theirs.put("format", form).put("request", request).put("of", "another version");
    String key = CacheKey.of(PREFIX, request).toString();
    redis.command("SET", key, theirs.toString(), "PX", "3600000");
    return key;
  }

  /** Else two versions would take turns in overwriting each other's entries. */
  @Test
  void formOfEntriesIsThatOfTheirKeys() throws IOException {
    ObjectNode entry = entry(storedKey());

    assertThat(form(entry)).isEqualTo(entry.path("format").asInt());
  }

  @Test
  void entriesOfOtherVersionsStayBesideOurs() throws IOException {
    String ours = storedKey();
    ObjectNode entry = entry(ours);
    String older = storeIn(form(entry) - 1, entry);
    String newer = storeIn(form(entry) + 1, entry);
    String olderValue = value(older);
    String newerValue = value(newer);

    restart();
    app.anilist().media(1);

    assertThat(anilist.calls()).isEqualTo(1);
    assertThat(keys()).containsExactlyInAnyOrder(ours, older, newer);
    assertThat(value(older)).isEqualTo(olderValue).isNotEmpty();
    assertThat(value(newer)).isEqualTo(newerValue).isNotEmpty();
  }

  @Test
  void clearRemovesTheEntriesOfAllVersions() throws IOException {
    ObjectNode entry = entry(storedKey());
    storeIn(form(entry) - 1, entry);
    storeIn(form(entry) + 1, entry);
    assertThat(keys()).hasSize(3);

    app.clear("anilist");

    Awaitility.await().atMost(SOON).until(() -> keys().isEmpty());
    app.anilist().media(1);
    assertThat(anilist.calls()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void entryOfAnotherFormUnderOurKeyIsLoadedAndOverwritten(int distance) throws IOException {
    String key = storedKey();
    ObjectNode entry = entry(key);
    int form = form(entry);
    redis.command("SET", key, entry.put("format", form + distance).toString(), "PX", "3600000");

    restart();
    assertThat(app.anilist().media(1)).isEqualTo(media(1));

    assertThat(anilist.calls()).isEqualTo(2);
    Awaitility.await().atMost(SOON).until(() -> entry(key).path("format").asInt() == form);
  }

  @Test
  void fieldThatANewerVersionAddsIsIgnored() throws IOException {
    String key = storedKey();
    ObjectNode extended = JSON.createObjectNode();
    entry(key)
        .properties()
        .forEach(
            field -> {
              if (field.getKey().equals("request")) {
                extended.put("added", "later");
              }
              extended.set(field.getKey(), field.getValue());
            });
    redis.command("SET", key, extended.toString(), "PX", "3600000");

    restart();
    assertThat(app.anilist().media(1)).isEqualTo(media(1));

    assertThat(anilist.calls()).isEqualTo(1);
  }

  @Test
  void lockOfAnotherFormHoldsUpNoLoad() {
    String key = storedKey();
    redis.command("DEL", key);
    redis.command("SET", "anyflix:load:{" + key + "}", "{\"lock\":4}", "PX", "60000");

    restart();
    app.anilist().media(1);

    assertThat(anilist.calls()).isEqualTo(2);
  }

  @Test
  void recordThatANewerVersionExtendsIsKeptAndStillClears() {
    String key = storedKey();
    redis.command("HSET", "anyflix:generations", "added:movies", "12345");

    restart();
    app.clear("anilist");

    Awaitility.await().atMost(SOON).until(() -> value(key).isEmpty());
    assertThat(redis.command("HGET", "anyflix:generations", "added:movies")).contains("12345");
  }
}
