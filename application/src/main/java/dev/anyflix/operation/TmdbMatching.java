package dev.anyflix.operation;

import dev.anyflix.domain.matching.TitleMatcher;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.media.TmdbSource;

/** Finds the film or series that a title stands for among what TMDB's search finds. */
final class TmdbMatching {

  private final TmdbSource tmdb;
  private final TitleMatcher matcher = new TitleMatcher();

  TmdbMatching(TmdbSource tmdb) {
    this.tmdb = tmdb;
  }

  Answer<TitleMatch> match(TitleQuery query, Call call) {
    var withoutValidator = new Call(call.deadline(), call.urgency(), null);
    Answer<MediaPage> found = tmdb.search(new TmdbSearch(query.title(), 1), withoutValidator);
    if (found instanceof Answer.Value<MediaPage> page) {
      return Answer.of(matcher.match(query, page.value().items()));
    }
    throw new IllegalStateException("not modified, though no validator was given");
  }
}
