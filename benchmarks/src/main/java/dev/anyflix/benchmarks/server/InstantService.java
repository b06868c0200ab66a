package dev.anyflix.benchmarks.server;

import dev.anyflix.App;
import dev.anyflix.config.Settings;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The whole service over an AniList in the same process, to fill the cache fast.
 *
 * <p>The system property {@code description.bytes} gives each medium a description of about that
 * length, of words made up at random.
 */
public final class InstantService {

  private static final int DESCRIPTION = Integer.getInteger("description.bytes", 0);
  private static final int VOCABULARY = 4000;
  private static final List<String> WORDS = words();

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
    return Media.builder("anilist:" + id, "anilist", id, MediaKind.ANIME, Title.of("Number " + id))
        .description(DESCRIPTION == 0 ? null : description(new Random(request.id())))
        .build();
  }

  /** Common words come more often than rare ones, as in a language. */
  private static String description(Random random) {
    var text = new StringBuilder(DESCRIPTION);
    while (text.length() < DESCRIPTION) {
      text.append(WORDS.get((int) (VOCABULARY * Math.pow(random.nextDouble(), 2)))).append(' ');
    }
    return text.toString();
  }

  private static List<String> words() {
    var random = new Random(1);
    return Stream.generate(
            () ->
                random
                    .ints(2 + random.nextInt(8), 'a', 'z' + 1)
                    .collect(
                        StringBuilder::new,
                        StringBuilder::appendCodePoint,
                        StringBuilder::append)
                    .toString())
        .limit(VOCABULARY)
        .toList();
  }
}
