package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.upstream.Fetcher;
import dev.anyflix.upstream.Json;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;
import dev.anyflix.upstream.UpstreamProfile;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Calls TMDB with its key. Thread safe. */
final class TmdbClient {

  private static final String KEY_SETTING = "TMDB_API_KEY";
  private static final String NO_KEY = "TMDB is not configured. Set " + KEY_SETTING + ".";
  private static final UpstreamProfile PROFILE =
      new UpstreamProfile(
          "tmdb", "TMDB", KEY_SETTING, Map.of(), Duration.ofMinutes(1), TmdbJson::status);

  private final Fetcher fetcher;
  private final @Nullable TmdbKey key;

  /**
   * @param key null when there is none, and then every call fails as not configured
   */
  TmdbClient(SharedHttp http, UpstreamConfig config, @Nullable TmdbKey key) {
    fetcher = new Fetcher(http, PROFILE, config);
    this.key = key;
  }

  /**
   * The texts of an answer.
   *
   * @param language their language
   * @param items the field that holds the items of the answer
   * @param isById whether the answer is about one thing by its id, which may not exist
   */
  record Texts(LanguageTag language, String items, boolean isById) {}

  /** The JSON of an answer and its value. */
  private record Decoded<T>(Json json, T value) {}

  HttpUrl.Builder at(String... path) {
    HttpUrl.Builder address = fetcher.address();
    for (String segment : path) {
      address.addPathSegment(segment);
    }
    return address;
  }

  <T> Answer<T> fetch(HttpUrl.Builder address, Call call, Function<Json, T> decoder) {
    return fetcher.fetch(request(address), call, decoder);
  }

  <T> Answer<T> fetchById(HttpUrl.Builder address, Call call, Function<Json, T> decoder) {
    return fetcher.fetchById(request(address), call, decoder);
  }

  /**
   * Fetches an answer in its language. Where that language lacks texts, a second call fetches the
   * English ones; where the second call fails, those texts stay missing.
   *
   * @param address makes the address, without the language
   */
  <T> Answer<T> fetchTexts(
      Supplier<HttpUrl.Builder> address, Texts texts, Call call, Function<Json, T> decoder) {
    LanguageTag language = texts.language();
    Answer<Decoded<T>> answer =
        fetchDecoded(address.get(), language, texts.isById(), call, decoder);
    if (!(answer instanceof Answer.Value<Decoded<T>> value)) {
      return new Answer.NotModified<>();
    }
    T result = value.value().value();
    Json json = value.value().json();
    if (TmdbText.isIncomplete(json, texts.items(), language)) {
      Json english = english(address.get(), texts, call, decoder);
      if (english != null) {
        result = decoder.apply(TmdbText.filled(json, english, texts.items(), language));
      }
    }
    return new Answer.Value<>(result, value.validator());
  }

  private <T> @Nullable Json english(
      HttpUrl.Builder address, Texts texts, Call call, Function<Json, T> decoder) {
    try {
      Call anew = call.withoutValidator();
      return fetchDecoded(address, LanguageTag.ENGLISH, texts.isById(), anew, decoder)
          .orElseThrow()
          .json();
    } catch (MediaSourceException e) {
      return null;
    }
  }

  private <T> Answer<Decoded<T>> fetchDecoded(
      HttpUrl.Builder address,
      LanguageTag language,
      boolean isById,
      Call call,
      Function<Json, T> decoder) {
    Request request = request(address.addQueryParameter("language", language.tag()));
    Function<Json, Decoded<T>> both = json -> new Decoded<>(json, decoder.apply(json));
    return isById ? fetcher.fetchById(request, call, both) : fetcher.fetch(request, call, both);
  }

  OptionalInt keyVersion() {
    return key == null ? OptionalInt.empty() : OptionalInt.of(key.version());
  }

  SourceStatus status() {
    return fetcher.status("metadata", key == null ? NO_KEY : null);
  }

  private Request request(HttpUrl.Builder address) {
    if (key == null) {
      throw new MediaSourceException(Kind.NOT_CONFIGURED, NO_KEY);
    }
    return key.request(address);
  }
}
