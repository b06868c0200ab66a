package dev.anyflix.domain.media;

import dev.anyflix.domain.media.InvalidRequestException.Problem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A country in its canonical form: {@code US}.
 *
 * @param code an ISO 3166-1 code of two letters
 */
public record Region(String code) {

  /** What a code must be. */
  public static final String RULE = "must be a country code of two letters such as US";

  private static final Pattern FORM = Pattern.compile("[A-Za-z]{2}");

  /**
   * @throws InvalidRequestException naming the parameter {@code region} if the code is malformed
   */
  public Region {
    if (!isCode(code)) {
      throw new InvalidRequestException(List.of(new Problem("region", RULE)));
    }
    code = code.toUpperCase(Locale.ROOT);
  }

  /** Whether a text has the form of a code. */
  public static boolean isCode(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return code;
  }
}
