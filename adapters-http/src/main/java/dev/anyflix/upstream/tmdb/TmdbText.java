package dev.anyflix.upstream.tmdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.upstream.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Fills texts that TMDB lacks in the requested language with the English ones.
 *
 * <p>TMDB leaves a missing description empty and repeats the original title in place of a missing
 * one.
 */
final class TmdbText {

  private static final String DESCRIPTION = "overview";
  private static final List<String> TITLES = List.of("title", "name");

  private TmdbText() {}

  /**
   * Whether English could fill a text of an object or of its items.
   *
   * @param items the field that holds the items
   */
  static boolean isIncomplete(Json body, String items, LanguageTag language) {
    return !language.isEnglish()
        && (isIncomplete(body, language)
            || body.list(items).stream().anyMatch(item -> isIncomplete(item, language)));
  }

  private static boolean isIncomplete(Json item, LanguageTag language) {
    boolean lacksDescription = item.node().has(DESCRIPTION) && item.text(DESCRIPTION) == null;
    return lacksDescription || TITLES.stream().anyMatch(field -> lacksTitle(item, field, language));
  }

  private static boolean lacksTitle(Json item, String field, LanguageTag language) {
    if (!item.node().has(field)) {
      return false;
    }
    String title = item.text(field);
    String origin = item.text("original_language");
    return title == null
        || (title.equals(item.text("original_" + field))
            && origin != null
            && !origin.equals("en")
            && !origin.equals(language.language()));
  }

  /**
   * The object with its missing texts, and those of its items, filled from its English form.
   *
   * @param items the field that holds the items, which are matched by their ids
   */
  static Json filled(Json body, Json english, String items, LanguageTag language) {
    if (!(body.node() instanceof ObjectNode object)) {
      return body;
    }
    ObjectNode filled = object.deepCopy();
    fill(filled, english, language);
    Map<JsonNode, Json> byId = new HashMap<>();
    english.list(items).forEach(item -> byId.put(item.at("id").node(), item));
    for (Json item : new Json(filled).list(items)) {
      Json source = byId.get(item.at("id").node());
      if (source != null && item.node() instanceof ObjectNode itemObject) {
        fill(itemObject, source, language);
      }
    }
    return new Json(filled);
  }

  /**
   * The details of a title with their missing texts filled from the translations that they carry.
   */
  static Json filledFromTranslations(Json details, LanguageTag language) {
    Json english = english(details);
    if (language.isEnglish() || !(details.node() instanceof ObjectNode object)) {
      return details;
    }
    ObjectNode filled = object.deepCopy();
    fillDescription(filled, english);
    for (String field : TITLES) {
      boolean isTranslated =
          translations(details, language.language()).stream()
              .anyMatch(data -> data.text(field) != null);
      if (!isTranslated && lacksTitle(details, field, language)) {
        put(filled, field, english.text(field));
      }
    }
    return new Json(filled);
  }

  /** The English title among the translations of a title, or null when there is none. */
  static @Nullable String englishTitle(Json details) {
    Json english = english(details);
    return TITLES.stream().map(english::text).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** The texts of the United States before those of other countries. */
  private static Json english(Json details) {
    List<Json> all = translations(details, "en");
    return all.isEmpty() ? Json.ABSENT : all.get(0);
  }

  private static List<Json> translations(Json details, String language) {
    return details.at("translations").list("translations").stream()
        .filter(translation -> language.equals(translation.text("iso_639_1")))
        .sorted((a, b) -> Boolean.compare(isAmerican(b), isAmerican(a)))
        .map(translation -> translation.at("data"))
        .toList();
  }

  private static boolean isAmerican(Json translation) {
    return "US".equals(translation.text("iso_3166_1"));
  }

  private static void fill(ObjectNode item, Json english, LanguageTag language) {
    fillDescription(item, english);
    for (String field : TITLES) {
      if (lacksTitle(new Json(item), field, language)) {
        put(item, field, english.text(field));
      }
    }
  }

  private static void fillDescription(ObjectNode item, Json english) {
    if (new Json(item).text(DESCRIPTION) == null) {
      put(item, DESCRIPTION, english.multiline(DESCRIPTION));
    }
  }

  private static void put(ObjectNode item, String field, @Nullable String text) {
    if (text != null) {
      item.put(field, text);
    }
  }
}
