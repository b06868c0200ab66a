package dev.anyflix.core;

import dev.anyflix.domain.matching.TitleMatcher;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.media.TmdbSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the film or series that a title stands for among what TMDB's search finds.
 *
 * <p>A title as a file name gives it is searched for in at most {@value #SEARCHES} readings, the
 * next one only when the one before has led to no match.
 */
final class TmdbMatching {

  private static final int SEARCHES = 2;

  private final TmdbSource tmdb;
  private final TitleMatcher matcher = new TitleMatcher();

  TmdbMatching(TmdbSource tmdb) {
    this.tmdb = tmdb;
  }

  Answer<TitleMatch> match(TitleQuery query, Call call) {
    Map<String, Media> candidates = new LinkedHashMap<>();
    TitleMatch best = new TitleMatch(null, 0, List.of());
    for (String text : matcher.searches(query).stream().limit(SEARCHES).toList()) {
      search(text, call).items().forEach(media -> candidates.putIfAbsent(media.id(), media));
      best = matcher.match(query, List.copyOf(candidates.values()));
      if (best.match() != null) {
        break;
      }
    }
    return Answer.of(best);
  }

  private MediaPage search(String text, Call call) {
    Answer<MediaPage> found = tmdb.search(new TmdbSearch(text, 1), call.withoutValidator());
    if (found instanceof Answer.Value<MediaPage> page) {
      return page.value();
    }
    throw new IllegalStateException("not modified, though no validator was given");
  }
}
