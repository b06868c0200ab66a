package dev.anyflix.benchmarks.ids;

import dev.anyflix.benchmarks.ids.BangumiData.Anime;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeProvider;
import dev.anyflix.domain.testing.FakeTmdb;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * AniList, Kitsu and TMDB played with the anime of the data, each with gaps: ids that it does not
 * tell and titles that it does not have. TMDB has films and series with actors under some of the
 * same titles, too. Gaps follow from the ids, so that each run has the same ones.
 */
final class Upstreams {

  private static final int PERCENT = 100;
  private static final int ACTED = 500_000_000;
  private static final int TVDB = 700_000_000;

  private final Map<Integer, Media> anilist = new HashMap<>();
  private final Map<String, Media> anilistByMal = new HashMap<>();
  private final Map<String, Media> kitsu = new HashMap<>();
  private final Map<Integer, String> kitsuIds = new HashMap<>();
  private final Map<String, Media> kitsuByExternalId = new HashMap<>();
  private final Map<String, Media> tmdb = new LinkedHashMap<>();
  private final Map<String, Media> tmdbByExternalId = new HashMap<>();
  private final TitleIndex anilistTitles = new TitleIndex();
  private final TitleIndex kitsuTitles = new TitleIndex();
  private final TitleIndex tmdbTitles = new TitleIndex();
  private final Map<String, Integer> owners = new HashMap<>();
  private final AtomicInteger kitsuLookups = new AtomicInteger();

  final FakeAniList anilistSource =
      new FakeAniList(
          (request, call) -> found(anilist.get(request.id())),
          (request, call) -> found(anilistByMal.get(Integer.toString(request.id()))),
          (request, call) -> page(anilistTitles.search(text(request))));

  final FakeTmdb tmdbSource =
      new FakeTmdb(
          (detail, call) ->
              found(tmdb.get((detail.kind() == MediaKind.MOVIE ? "movie:" : "tv:") + detail.id())),
          (request, call) -> {
            String text = request.q();
            return text.matches("tt[0-9]{8,}|7[0-9]{8}")
                ? page(List.of(found(tmdbByExternalId.get(text)).value()))
                : page(tmdbTitles.search(text));
          });

  final FakeProvider kitsuProvider = new Kitsu();

  /** Whether an id has a gap of a kind, in so many of a hundred cases. */
  private static boolean isGap(String kind, Object id, int percent) {
    return Math.floorMod((kind + id).hashCode() * 31, PERCENT) < percent;
  }

  Upstreams(List<Anime> all) {
    Map<String, List<Anime>> byTmdb = new TreeMap<>();
    for (int i = 0; i < all.size(); i++) {
      Anime anime = all.get(i);
      addAniList(anime);
      addKitsu(anime, Integer.toString(i + 1));
      if (anime.tmdb() != null && !anime.isEpisode()) {
        byTmdb.computeIfAbsent(anime.tmdb(), absent -> new ArrayList<>()).add(anime);
      }
    }
    byTmdb.forEach(this::addTmdb);
  }

  /** What a search of AniList is for; an empty text for a list. */
  private static String text(Record request) {
    String text =
        request instanceof AnimeSearch anime
            ? anime.q()
            : request instanceof AniListSearch any ? any.q() : null;
    return Objects.requireNonNullElse(text, "");
  }

  private static Title title(Anime anime, boolean hasOriginal) {
    String english = anime.english();
    return new Title(
        english == null ? anime.title() : english,
        english,
        null,
        null,
        hasOriginal || english == null ? anime.title() : null);
  }

  private static PartialDate date(LocalDate date) {
    return new PartialDate(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  private static MediaFormat format(Anime anime) {
    return switch (anime.type()) {
      case "tv" -> anime.isSpecial() ? MediaFormat.SPECIAL : MediaFormat.TV;
      case "movie" -> MediaFormat.MOVIE;
      case "ova" -> MediaFormat.OVA;
      default -> MediaFormat.ONA;
    };
  }

  private void addAniList(Anime anime) {
    String id = Integer.toString(anime.anilist());
    Map<String, String> ids = new HashMap<>();
    if (anime.mal() != null && !isGap("idMal", id, 10)) {
      ids.put("mal", anime.mal().toString());
    }
    Media media =
        Media.builder("anilist:" + id, "anilist", id, MediaKind.ANIME, title(anime, true))
            .format(format(anime))
            .year(anime.begin().getYear())
            .startDate(date(anime.begin()))
            .country("JP")
            .externalIds(ids)
            .build();
    anilist.put(anime.anilist(), media);
    ids.values().forEach(mal -> anilistByMal.put(mal, media));
    anilistTitles.add(media);
    owners.put(media.id(), anime.anilist());
  }

  private void addKitsu(Anime anime, String id) {
    if (isGap("kitsu", id, 15)) {
      return;
    }
    Map<String, String> ids = new HashMap<>();
    if (!isGap("kitsu anilist", id, 10)) {
      ids.put("anilist", Integer.toString(anime.anilist()));
    }
    if (anime.mal() != null && !isGap("kitsu mal", id, 5)) {
      ids.put("mal", anime.mal().toString());
    }
    if (anime.tmdb() != null && anime.tmdb().startsWith("tv:") && !isGap("kitsu tvdb", id, 60)) {
      ids.put("tvdb", tvdb(anime.tmdb()));
    }
    Media media =
        Media.builder("kitsu:" + id, "kitsu", id, MediaKind.ANIME, title(anime, true))
            .format(format(anime))
            .year(anime.begin().getYear())
            .startDate(date(anime.begin()))
            .externalIds(ids)
            .build();
    kitsu.put(id, media);
    kitsuTitles.add(media);
    owners.put(media.id(), anime.anilist());
    if (ids.containsKey("anilist") || ids.containsKey("mal")) {
      kitsuIds.put(anime.anilist(), id);
    }
    ids.forEach((site, other) -> kitsuByExternalId.put(site + ":" + other, media));
  }

  private static int number(String tmdb) {
    return Integer.parseInt(tmdb.substring(tmdb.indexOf(':') + 1));
  }

  static String tvdb(String tmdb) {
    return Integer.toString(TVDB + number(tmdb));
  }

  static String imdb(String tmdb) {
    return "tt%08d".formatted(number(tmdb) * 2 + (tmdb.startsWith("tv:") ? 1 : 0));
  }

  private void addTmdb(String id, List<Anime> parts) {
    if (isGap("tmdb", id, 5)) {
      return;
    }
    parts.sort(Comparator.comparing(Anime::begin));
    Anime first = parts.get(0);
    Map<String, String> ids = new HashMap<>();
    if (!isGap("imdb", id, 40)) {
      ids.put("imdb", imdb(id));
      tmdbByExternalId.put(imdb(id), tmdb(id, first, parts, ids));
    }
    if (id.startsWith("tv:") && !isGap("tvdb", id, 30)) {
      ids.put("tvdb", tvdb(id));
      tmdbByExternalId.put(tvdb(id), tmdb(id, first, parts, ids));
    }
    Media media = tmdb(id, first, parts, ids);
    tmdb.put(id, media);
    tmdbTitles.add(media);
    if (parts.size() == 1) {
      owners.put(media.id(), first.anilist());
    }
    if (isGap("acted", id, 5)) {
      addActed(id, media);
    }
  }

  private static Media tmdb(
      String id, Anime first, List<Anime> parts, Map<String, String> externalIds) {
    boolean isFilm = id.startsWith("movie:");
    Map<Integer, SeasonInfo> seasons = new TreeMap<>();
    for (Anime part : isFilm ? List.<Anime>of() : parts) {
      int number = part.season() == null ? 1 : part.season();
      var season = new SeasonInfo(null, number, "Season", null, date(part.begin()), null);
      seasons.putIfAbsent(number, season);
    }
    return Media.builder(
            "tmdb:" + id,
            "tmdb",
            Integer.toString(number(id)),
            isFilm ? MediaKind.MOVIE : MediaKind.SERIES,
            title(first, !isGap("original", id, 15)))
        .year(first.begin().getYear())
        .startDate(date(first.begin()))
        .country("JP")
        .genres(List.of("Animation"))
        .popularity((double) Math.floorMod(id.hashCode(), PERCENT))
        .externalIds(externalIds)
        .seasons(List.copyOf(seasons.values()))
        .build();
  }

  /** A film or series with actors of the same title and nearly the same year. */
  private void addActed(String id, Media media) {
    String type = media.kind() == MediaKind.MOVIE ? "movie:" : "tv:";
    String other = Integer.toString(ACTED + number(id));
    Media acted =
        Media.builder("tmdb:" + type + other, "tmdb", other, media.kind(), media.title())
            .year(media.year() == null ? null : media.year() + Math.floorMod(number(id), 2))
            .country("JP")
            .genres(List.of("Drama"))
            .popularity(media.popularity())
            .build();
    tmdb.put(type + other, acted);
    tmdbTitles.add(acted);
  }

  /** Kitsu's id of an anime that it maps to AniList or MyAnimeList; null when it does not. */
  @Nullable String kitsuId(int anilistId) {
    return kitsuIds.get(anilistId);
  }

  /** AniList's id of the one anime that a medium is; null when it is another title or several. */
  @Nullable Integer animeOf(String mediaId) {
    return owners.get(mediaId);
  }

  /** Whether TMDB has a title. */
  boolean hasTmdb(String id) {
    return tmdb.containsKey(id);
  }

  int calls() {
    return anilistSource.calls() + tmdbSource.calls() + kitsuProvider.calls() + kitsuLookups.get();
  }

  private static Answer.Value<Media> found(@Nullable Media media) {
    if (media == null) {
      throw MediaSourceException.fromUpstream(Kind.NOT_FOUND, "no such title", null, null);
    }
    return new Answer.Value<>(media, null);
  }

  private static Answer<MediaPage> page(List<Media> items) {
    return Answer.of(new MediaPage(items, 1, 20, false));
  }

  private final class Kitsu extends FakeProvider {

    Kitsu() {
      super(
          "kitsu",
          (request, call) -> found(kitsu.get(request.id())),
          (list, call) ->
              Answer.of(
                  page(
                      list instanceof ProviderSearch search
                          ? kitsuTitles.search(search.q())
                          : List.of(),
                      1)));
    }

    @Override
    public Set<String> externalSites() {
      return Set.of("anilist", "mal");
    }

    @Override
    public Answer<Media> byExternalId(ExternalId request, Call call) {
      kitsuLookups.incrementAndGet();
      return found(kitsuByExternalId.get(request.site() + ":" + request.id()));
    }
  }
}
