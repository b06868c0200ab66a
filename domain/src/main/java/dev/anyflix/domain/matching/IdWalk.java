package dev.anyflix.domain.matching;

import static dev.anyflix.domain.media.TitleId.ANILIST;
import static dev.anyflix.domain.media.TitleId.IMDB;
import static dev.anyflix.domain.media.TitleId.KITSU;
import static dev.anyflix.domain.media.TitleId.MAL;
import static dev.anyflix.domain.media.TitleId.TMDB;
import static dev.anyflix.domain.media.TitleId.TVDB;

import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One walk from an id to the others. Goes in rounds: each asks for all that the ids known so far
 * lead to, and the next begins when all have answered. Not thread safe, but the rounds follow each
 * other.
 */
final class IdWalk {

  private static final String KITSU_MAPPINGS = "kitsu.mappings";
  private static final String TITLE_MATCH = "title match";
  private static final int MAX_TITLES = 2;

  private final TitleId start;
  private final IdSources sources;
  private final Map<String, TitleId> ids = new LinkedHashMap<>();
  private final List<IdMap.Link> links = new ArrayList<>();
  private final Set<String> visited = new HashSet<>();
  private final Map<String, MediaSourceException> failures = new TreeMap<>();
  private final Map<String, String> others = new TreeMap<>();
  private boolean isKnown;
  private boolean isManga;
  private @Nullable MediaSourceException notConfigured;
  private @Nullable Media anime;
  private @Nullable Media tmdb;
  private @Nullable Deque<TitleQuery> queries;

  /** A question to a source, and what to do with the answer. */
  private record Visit(String source, CompletableFuture<Runnable> answer) {}

  IdWalk(TitleId start, IdSources sources) {
    this.start = start;
    this.sources = sources;
    ids.put(start.site(), start);
  }

  CompletableFuture<IdMap> run() {
    List<Visit> visits = next();
    if (visits.isEmpty()) {
      return CompletableFuture.completedFuture(result());
    }
    CompletableFuture<?>[] answers =
        visits.stream().map(Visit::answer).toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(answers)
        .handle((done, failure) -> visits)
        .thenCompose(
            answered -> {
              answered.forEach(this::apply);
              return run();
            });
  }

  private void apply(Visit visit) {
    try {
      visit.answer().join().run();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof MediaSourceException failure)) {
        throw e;
      }
      if (failure.kind() == Kind.NOT_CONFIGURED) {
        notConfigured = failure;
      } else {
        failures.putIfAbsent(visit.source(), failure);
      }
    }
  }

  private IdMap result() {
    if (!isKnown) {
      throw Stream.concat(failures.values().stream(), Stream.ofNullable(notConfigured))
          .findFirst()
          .orElseGet(
              () ->
                  new MediaSourceException(
                      Kind.NOT_FOUND, "No source knows a title with this id."));
    }
    Map<String, String> values = new LinkedHashMap<>();
    ids.forEach((site, id) -> values.put(site, id.value()));
    others.forEach(values::putIfAbsent);
    return new IdMap(
        start.toString(),
        values,
        AnimeSeasons.seasonOf(anime, tmdb),
        links,
        List.copyOf(failures.keySet()));
  }

  /** The questions that the ids known so far lead to. */
  private List<Visit> next() {
    List<Visit> visits = new ArrayList<>();
    if (isManga || isUnknownToItsSource()) {
      return visits;
    }
    TitleId anilist = ids.get(ANILIST);
    TitleId mal = ids.get(MAL);
    if (anilist != null) {
      visit(visits, ANILIST, () -> sources.anilist(anilist.number()), this::foundAniList);
    } else if (mal != null) {
      visit(visits, ANILIST, () -> sources.anilistByMal(mal.number()), this::foundAniList);
    }
    if (visits.isEmpty()) {
      visitKitsu(visits);
      visitTmdb(visits);
    }
    return visits.isEmpty() ? nextTitles() : visits;
  }

  private boolean isUnknownToItsSource() {
    return start.site().equals(ANILIST)
        && visited.contains(ANILIST)
        && !isKnown
        && failures.isEmpty();
  }

  private void visitKitsu(List<Visit> visits) {
    TitleId kitsu = ids.get(KITSU);
    if (kitsu != null) {
      visit(visits, KITSU, () -> sources.kitsu(kitsu.value()), this::foundKitsu);
      return;
    }
    for (String site : List.of(ANILIST, MAL)) {
      TitleId known = ids.get(site);
      String name = "kitsu by " + site;
      if (known != null && !visited.contains(name)) {
        visit(
            visits,
            name,
            () -> sources.kitsuBy(new ExternalId(site, known.value())),
            media -> add(known, KITSU, media.sourceId(), KITSU_MAPPINGS, null));
        return;
      }
    }
  }

  private void visitTmdb(List<Visit> visits) {
    TitleId known = ids.get(TMDB);
    if (known != null) {
      visit(visits, TMDB, () -> sources.tmdb(known), this::foundTmdb);
      return;
    }
    for (String site : List.of(IMDB, TVDB)) {
      TitleId id = ids.get(site);
      if (id != null && !(site.equals(TVDB) && AnimeSeasons.isFilm(anime))) {
        visit(
            visits,
            "tmdb by " + site,
            () ->
                sources
                    .tmdbBy(new ExternalId(site, id.value()))
                    .thenApply(found -> AnimeSeasons.only(found, anime)),
            media -> add(id, TitleId.ofTmdb(media.kind(), media.sourceId()), "tmdb.find", null));
      }
    }
  }

  private void foundAniList(Media media) {
    if (media.kind() == MediaKind.MANGA) {
      isManga = true; // The ids of a manga are those of another title where sites have both.
      return;
    }
    anime = media;
    TitleId anilist = new TitleId(ANILIST, media.sourceId());
    String malId = media.externalIds().get(MAL);
    TitleId mal = ids.get(MAL);
    if (mal != null && !ids.containsKey(ANILIST)) {
      add(mal, anilist, "anilist.idMal", null);
    } else if (malId != null) {
      add(anilist, MAL, malId, "anilist.idMal", null);
    }
    media.links().stream()
        .map(link -> TitleLinks.idIn(link.url()))
        .filter(Objects::nonNull)
        .forEach(id -> add(anilist, id, "anilist.externalLinks", null));
  }

  private void foundKitsu(Media media) {
    TitleId kitsu = new TitleId(KITSU, media.sourceId());
    Map<String, String> told = media.externalIds();
    TitleId anilist = ids.get(ANILIST);
    String other = told.get(ANILIST);
    if (anilist != null && other != null && !other.equals(anilist.value())) {
      ids.remove(KITSU);
      visited.addAll(Set.of("kitsu by anilist", "kitsu by mal"));
      links.removeIf(link -> link.to().equals(kitsu.toString()));
      return;
    }
    anime = anime == null ? media : anime;
    for (String site : List.of(ANILIST, MAL, IMDB, TVDB)) {
      if (told.containsKey(site)) {
        add(kitsu, site, told.get(site), KITSU_MAPPINGS, null);
      }
    }
    if (told.containsKey("anidb")) {
      others.put("anidb", told.get("anidb"));
      links.add(
          new IdMap.Link(kitsu.toString(), "anidb:" + told.get("anidb"), KITSU_MAPPINGS, null));
    }
  }

  private void foundTmdb(Media media) {
    tmdb = media;
    TitleId id = TitleId.ofTmdb(media.kind(), media.sourceId());
    for (String site : List.of(IMDB, TVDB)) {
      if (media.externalIds().containsKey(site)) {
        add(id, site, media.externalIds().get(site), "tmdb.external_ids", null);
      }
    }
  }

  /** Where no source tells the id of the other world, one with the same title may have it. */
  private List<Visit> nextTitles() {
    Media known = anime;
    Media series = tmdb;
    List<Visit> visits = new ArrayList<>();
    if (known != null && !ids.containsKey(TMDB)) {
      Deque<TitleQuery> left = queries == null ? titles(known) : queries;
      queries = left;
      TitleQuery query = left.poll();
      if (query != null) {
        visit(visits, "tmdb by " + query.title(), () -> match(known, query), this::foundMatch);
      }
    } else if (known == null && series != null && AnimeSeasons.isAnimation(series)) {
      Deque<TitleQuery> left = queries == null ? titles(series) : queries;
      queries = left;
      TitleQuery query = left.poll();
      if (query != null) {
        visit(
            visits,
            "anilist by " + query.title(),
            () ->
                sources
                    .searchAniList(query.title())
                    .thenApply(found -> AnimeSeasons.animeOf(series, query, found)),
            match ->
                addMatch(tmdbId(series), new TitleId(ANILIST, match.media().sourceId()), match));
      }
    }
    return visits;
  }

  private static TitleId tmdbId(Media media) {
    return TitleId.ofTmdb(media.kind(), media.sourceId());
  }

  private CompletableFuture<Optional<AnimeSeasons.Sure>> match(Media known, TitleQuery query) {
    return sources
        .matchTmdb(query)
        .thenCompose(
            match -> {
              Media found = AnimeSeasons.plausible(match, known);
              if (found == null || match.confidence() >= IdMapping.SURE) {
                return CompletableFuture.completedFuture(
                    Optional.ofNullable(found)
                        .map(media -> new AnimeSeasons.Sure(media, match.confidence())));
              }
              return found.kind() == MediaKind.SERIES
                  ? sources.tmdb(tmdbId(found)).thenApply(full -> confirmed(known, match, full))
                  : CompletableFuture.completedFuture(Optional.empty());
            });
  }

  private static Optional<AnimeSeasons.Sure> confirmed(
      Media known, TitleMatch match, Optional<Media> series) {
    return series.flatMap(media -> AnimeSeasons.confirmed(known, media, match.confidence()));
  }

  private void foundMatch(AnimeSeasons.Sure match) {
    TitleId from =
        Objects.requireNonNull(ids.containsKey(ANILIST) ? ids.get(ANILIST) : ids.get(KITSU));
    addMatch(from, tmdbId(match.media()), match);
  }

  private void addMatch(TitleId from, TitleId to, AnimeSeasons.Sure match) {
    add(from, to, TITLE_MATCH, match.confidence());
  }

  /** The titles to search for, the original one first. */
  private static Deque<TitleQuery> titles(Media media) {
    Deque<TitleQuery> titles = new ArrayDeque<>();
    Stream.of(
            media.title().nativeName(),
            media.title().original(),
            media.title().english(),
            media.title().preferred())
        .filter(Objects::nonNull)
        .map(title -> query(title, media))
        .filter(Objects::nonNull)
        .distinct()
        .limit(MAX_TITLES)
        .forEach(titles::add);
    return titles;
  }

  /** Null for a title that cannot be searched for, because it is too long or has no letters. */
  private static @Nullable TitleQuery query(String title, Media media) {
    try {
      return new TitleQuery(
          title.replaceAll("\\p{Cntrl}+", " ").strip(), media.year(), AnimeSeasons.tmdbKind(media));
    } catch (InvalidRequestException e) {
      return null;
    }
  }

  private <T> void visit(
      List<Visit> visits,
      String name,
      Supplier<CompletableFuture<Optional<T>>> question,
      Consumer<T> found) {
    if (visited.add(name)) {
      String source = name.replaceFirst(" .*", "");
      visits.add(
          new Visit(
              source,
              question
                  .get()
                  .thenApply(
                      answer ->
                          () ->
                              answer.ifPresent(
                                  value -> {
                                    isKnown = true;
                                    found.accept(value);
                                  }))));
    }
  }

  private void add(TitleId from, String site, String value, String by, @Nullable Double sure) {
    TitleId to = TitleId.of(site, value);
    if (to != null) {
      add(from, to, by, sure);
    }
  }

  private void add(TitleId from, TitleId to, String by, @Nullable Double sure) {
    if (ids.putIfAbsent(to.site(), to) == null) {
      links.add(new IdMap.Link(from.toString(), to.toString(), by, sure));
    }
  }
}
