package dev.anyflix.domain.media;

import dev.anyflix.domain.media.InvalidRequestException.Problem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The language of texts in its canonical form: {@code de} or {@code en-US}. Two spellings of one
 * tag are equal.
 *
 * @param tag two letters for the language; optionally a hyphen and two letters for the country
 */
public record LanguageTag(String tag) {

  /** What a tag must be. */
  public static final String RULE = "must be a language tag such as de or en-US";

  private static final Pattern FORM = Pattern.compile("[A-Za-z]{2}(?:-[A-Za-z]{2})?");

  /** The language that texts fall back to. */
  public static final LanguageTag ENGLISH = new LanguageTag("en-US");

  /**
   * @throws InvalidRequestException naming the parameter {@code language} if the tag is malformed
   */
  public LanguageTag {
    if (!isTag(tag)) {
      throw new InvalidRequestException(List.of(new Problem("language", RULE)));
    }
    tag = tag.substring(0, 2).toLowerCase(Locale.ROOT) + tag.substring(2).toUpperCase(Locale.ROOT);
  }

  /** Whether a text has the form of a tag. */
  public static boolean isTag(String text) {
    return FORM.matcher(text).matches();
  }

  /** The language alone, such as {@code en}. */
  public String language() {
    return tag.substring(0, 2);
  }

  public boolean isEnglish() {
    return language().equals("en");
  }

  @Override
  public String toString() {
    return tag;
  }
}
