package dev.anyflix.benchmarks.server;

import dev.anyflix.boot.App;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.CastMember;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole service over an AniList in the same process, which fills the cache fast.
 *
 * <p>The system property {@code cast.size} gives each title a random description and a cast of that
 * size with random names and picture addresses.
 */
public final class InstantService {

  private static final int CAST = Integer.getInteger("cast.size", 0);
  private static final int SENTENCE = 80;
  private static final List<String> WORDS = words(new Random(1));

  private InstantService() {}

  /** Takes its settings from the environment. */
  public static void main(String[] arguments) {
    var anilist =
        new FakeAniList(
            (request, call) -> Answer.of(media(request)),
            (request, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false)));
    App.with(Settings.load(System.getenv(), Path.of(""))).anilist(anilist).start();
  }

  private static Media media(MediaById request) {
    String id = Integer.toString(request.id());
    MediaBuilder media =
        Media.builder("anilist:" + id, "anilist", id, MediaKind.ANIME, Title.of("Number " + id));
    if (CAST > 0) {
      var random = new Random(request.id());
      media
          .description(words(SENTENCE, random))
          .cast(Stream.generate(() -> member(random)).limit(CAST).toList());
    }
    return media.build();
  }

  private static CastMember member(Random random) {
    return new CastMember(
        words(2, random),
        words(2, random),
        random.nextBoolean() ? "MAIN" : "SUPPORTING",
        "https://images.example/file/character/large/b%d-%s.png"
            .formatted(random.nextInt(300_000), word(12, random)));
  }

  private static String words(int count, Random random) {
    return Stream.generate(() -> WORDS.get(random.nextInt(WORDS.size())))
        .limit(count)
        .collect(Collectors.joining(" "));
  }

  private static List<String> words(Random random) {
    return Stream.generate(() -> word(2 + random.nextInt(8), random)).limit(1000).toList();
  }

  private static String word(int letters, Random random) {
    return random
        .ints(letters, 'a', 'z' + 1)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
