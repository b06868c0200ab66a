package dev.anyflix.upstream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads languages as upstreams write them: codes of ISO 639 or English names. */
public final class SpokenLanguages {

  /** The codes of ISO 639-2 that libraries use beside those of ISO 639-3. */
  private static final String BIBLIOGRAPHIC =
      "alb sq arm hy baq eu bur my chi zh cze cs dut nl fre fr geo ka ger de gre el ice is mac mk"
          + " mao mi may ms per fa rum ro slo sk tib bo wel cy";

  private static final Map<String, String> CODES = codes();

  private SpokenLanguages() {}

  private static Map<String, String> codes() {
    Map<String, String> codes = new HashMap<>();
    for (String code : Locale.getISOLanguages()) {
      Locale locale = new Locale.Builder().setLanguage(code).build();
      codes.put(code, code);
      codes.put(locale.getISO3Language(), code);
      codes.put(locale.getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
    }
    String[] pairs = BIBLIOGRAPHIC.split(" ", -1);
    for (int i = 0; i < pairs.length; i += 2) {
      codes.put(pairs[i], pairs[i + 1]);
    }
    return Map.copyOf(codes);
  }

  /** The codes of ISO 639-1 of languages; what is unknown is left out. */
  public static List<String> of(Stream<@Nullable String> languages) {
    List<String> codes = new ArrayList<>();
    languages.forEach(
        language -> {
          String code = language == null ? null : code(language);
          if (code != null && !codes.contains(code)) {
            codes.add(code);
          }
        });
    return codes;
  }

  private static @Nullable String code(String language) {
    String text = language.strip().toLowerCase(Locale.ROOT);
    String known = CODES.get(text);
    return known == null ? CODES.get(text.replaceFirst("[-_ (,].*", "")) : known;
  }
}
