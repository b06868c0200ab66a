package dev.anyflix.domain.matching;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Brings text to one spelling: lower case, compatible forms unified, accents and punctuation gone.
 *
 * <p>Decomposition follows Unicode Standard Annex 15 (NFKD). Only the accents of European scripts
 * are dropped; the voicing marks of kana and the signs of Indic scripts are letters of their own.
 */
final class Folding {

  private static final Pattern NUMBER_SIGN = Pattern.compile("(?=[\\p{No}\\p{Nl}])");
  private static final Pattern ACCENT = Pattern.compile("[\\u0300-\\u036f]");
  private static final Pattern APOSTROPHE = Pattern.compile("['’‘ʼ`´]");
  private static final Pattern AND = Pattern.compile("[&+]");
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");
  private static final Map<Character, String> LETTERS =
      Map.of(
          'ß', "ss", 'ø', "o", 'æ', "ae", 'œ', "oe", 'ł', "l", 'đ', "d", 'ð', "d", 'þ', "th", 'ı',
          "i");

  private Folding() {}

  /** The words of the text; a text of punctuation alone is one word. */
  static List<String> words(String text) {
    String plain = APOSTROPHE.matcher(NUMBER_SIGN.matcher(text).replaceAll(" ")).replaceAll("");
    plain = Normalizer.normalize(plain, Normalizer.Form.NFKD);
    plain = Normalizer.normalize(ACCENT.matcher(plain).replaceAll(""), Normalizer.Form.NFC);
    plain = AND.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll(" and ");
    StringBuilder folded = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      String letters = LETTERS.get(plain.charAt(i));
      if (letters == null) {
        folded.append(plain.charAt(i));
      } else {
        folded.append(letters);
      }
    }
    List<String> words =
        Stream.of(NO_WORD.split(folded, -1)).filter(word -> !word.isEmpty()).toList();
    return words.isEmpty() && !text.isBlank() ? List.of(text.strip()) : words;
  }
}
