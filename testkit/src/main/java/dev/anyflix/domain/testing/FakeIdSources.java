package dev.anyflix.domain.testing;

import dev.anyflix.domain.matching.IdSources;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Sources that know the media given to them. Not thread safe. */
public final class FakeIdSources implements IdSources {

  private final Map<String, Media> media = new LinkedHashMap<>();
  private final Map<String, TitleMatch> matches = new LinkedHashMap<>();
  private final Set<String> down = new TreeSet<>();
  private final List<String> calls = new ArrayList<>();

  /** Adds a medium of AniList, Kitsu or TMDB. */
  public FakeIdSources with(Media known) {
    media.put(known.id(), known);
    return this;
  }

  /** Lets a title match. */
  public FakeIdSources with(String title, TitleMatch match) {
    matches.put(title, match);
    return this;
  }

  /** Lets all calls of a source fail. */
  public FakeIdSources down(String source) {
    down.add(source);
    return this;
  }

  /** The calls in their order, such as {@code kitsu mal:1}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  private <T> CompletableFuture<T> answer(String source, String call, Supplier<T> answer) {
    calls.add(source + " " + call);
    return down.contains(source)
        ? CompletableFuture.failedFuture(
            new MediaSourceException(MediaSourceException.Kind.UNAVAILABLE, source + " is down."))
        : CompletableFuture.completedFuture(answer.get());
  }

  private Optional<Media> byId(String id) {
    return Optional.ofNullable(media.get(id));
  }

  private List<Media> by(String source, ExternalId id) {
    return media.values().stream()
        .filter(each -> each.source().equals(source))
        .filter(each -> id.id().equals(each.externalIds().get(id.site())))
        .toList();
  }

  @Override
  public CompletableFuture<Optional<Media>> anilist(int id) {
    return answer("anilist", "anilist:" + id, () -> byId("anilist:" + id));
  }

  @Override
  public CompletableFuture<Optional<Media>> anilistByMal(int id) {
    var mal = new ExternalId("mal", Integer.toString(id));
    return answer("anilist", "mal:" + id, () -> by("anilist", mal).stream().findFirst());
  }

  /** Finds everything. */
  @Override
  public CompletableFuture<List<Media>> searchAniList(String title) {
    return answer(
        "anilist",
        title,
        () -> media.values().stream().filter(each -> each.source().equals("anilist")).toList());
  }

  @Override
  public CompletableFuture<Optional<Media>> kitsu(String id) {
    return answer("kitsu", "kitsu:" + id, () -> byId("kitsu:" + id));
  }

  @Override
  public CompletableFuture<Optional<Media>> kitsuBy(ExternalId id) {
    return answer("kitsu", id.site() + ":" + id.id(), () -> by("kitsu", id).stream().findFirst());
  }

  @Override
  public CompletableFuture<Optional<Media>> tmdb(TitleId id) {
    return answer("tmdb", id.toString(), () -> byId(id.toString()));
  }

  @Override
  public CompletableFuture<List<Media>> tmdbBy(ExternalId id) {
    return answer("tmdb", id.site() + ":" + id.id(), () -> by("tmdb", id));
  }

  @Override
  public CompletableFuture<TitleMatch> matchTmdb(TitleQuery query) {
    return answer(
        "tmdb", query.title(), () -> matches.getOrDefault(query.title(), TitleMatch.NONE));
  }
}
