package dev.anyflix.domain.matching;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.media.TmdbSource;
import dev.anyflix.domain.media.TmdbTypedSearch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the film or series of a title with at most {@value #MAX_CALLS} calls to TMDB.
 *
 * <p>Searches with the year come before those without it. A candidate that TMDB must have found by
 * a title that its search does not return gets its alternative titles from one more call. Thread
 * safe.
 */
public final class TmdbMatching {

  static final int MAX_CALLS = 3;

  private final TmdbSource tmdb;
  private final TitleMatcher matcher = new TitleMatcher();

  public TmdbMatching(TmdbSource tmdb) {
    this.tmdb = tmdb;
  }

  public Answer<TitleMatch> match(TitleQuery query, Call call) {
    return Answer.of(new Run(query, call.withoutValidator()).match());
  }

  /** The candidates and calls of one match. Not thread safe. */
  private final class Run {
    private final TitleQuery query;
    private final Call call;
    private final Map<String, Media> candidates = new LinkedHashMap<>();
    private int calls;
    private boolean hasAlternativeTitles;

    /** Whether a search with the year was made, and whether all of those were complete. */
    private boolean isYearSearched;

    private boolean isYearComplete = true;
    private boolean isAllComplete = true;

    Run(TitleQuery query, Call call) {
      this.query = query;
      this.call = call;
    }

    TitleMatch match() {
      TitleMatch best = TitleMatch.NONE;
      List<TitleSearch> plan = TitleSearch.plan(query, TitleMatcher.readings(query));
      for (int i = 0; i < plan.size() && calls < MAX_CALLS; i++) {
        search(plan.get(i));
        if (plan.get(i).isIncompleteAlone() && i + 1 < plan.size() && calls < MAX_CALLS) {
          continue;
        }
        best = best();
        if (best.match() == null && calls < MAX_CALLS && addAlternativeTitles()) {
          best = best();
        }
        if (best.match() != null) {
          return best;
        }
      }
      return best;
    }

    private TitleMatch best() {
      boolean complete = isAllComplete || (isYearSearched && isYearComplete);
      return matcher.match(query, List.copyOf(candidates.values()), complete);
    }

    private void search(TitleSearch search) {
      calls++;
      Answer<MediaPage> answer =
          search.type() == null
              ? tmdb.search(new TmdbSearch(search.text(), tmdb.language(), 1), call)
              : tmdb.searchByType(
                  new TmdbTypedSearch(
                      search.text(), search.type(), search.year(), tmdb.language(), 1),
                  call);
      MediaPage page = answer.orElseThrow();
      if (search.year() == null) {
        isAllComplete &= !page.hasNextPage();
      } else {
        isYearSearched = true;
        isYearComplete &= !page.hasNextPage();
      }
      page.items().forEach(media -> candidates.putIfAbsent(media.id(), media));
    }

    /** Returns whether a candidate got more titles. */
    private boolean addAlternativeTitles() {
      Media media =
          hasAlternativeTitles
              ? null
              : TitleMatcher.foundByAnotherTitle(query, candidates.values());
      Integer id = media == null ? null : id(media);
      if (media == null || id == null) {
        return false;
      }
      calls++;
      hasAlternativeTitles = true;
      candidates.put(media.id(), media.withSynonyms(alternativeTitles(media.kind(), id)));
      return true;
    }

    private List<String> alternativeTitles(MediaKind kind, int id) {
      try {
        return tmdb.alternativeTitles(kind, new MediaById(id), call).orElseThrow();
      } catch (MediaSourceException e) {
        if (e.kind() == MediaSourceException.Kind.NOT_FOUND) {
          return List.of();
        }
        throw e;
      }
    }
  }

  private static @Nullable Integer id(Media media) {
    boolean numeric = media.sourceId().matches("[1-9][0-9]{0,8}");
    boolean typed = media.kind() == MediaKind.MOVIE || media.kind() == MediaKind.SERIES;
    return numeric && typed ? Integer.valueOf(media.sourceId()) : null;
  }
}
