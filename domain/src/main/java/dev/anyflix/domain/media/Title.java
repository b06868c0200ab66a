package dev.anyflix.domain.media;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The names of a medium.
 *
 * @param preferred the name to show when only one is shown; never absent
 * @param english the English name, or null when unknown
 * @param romaji the name in Latin transcription, or null when unknown
 * @param nativeName the name in the script of its country, or null when unknown
 * @param original the name in the language of the work, or null when unknown
 */
public record Title(
    String preferred,
    @Nullable String english,
    @Nullable String romaji,
    @Nullable String nativeName,
    @Nullable String original) {

  public Title {
    Objects.requireNonNull(preferred, "preferred");
  }

  /** A title of which only one name is known. */
  public static Title of(String preferred) {
    return new Title(preferred, null, null, null, null);
  }

  /**
   * A title of the names that a source knows, each null when unknown.
   *
   * @param preferred the name that the source prefers; when unknown, the Latin transcription, the
   *     English name or the original one is shown, whichever is known first
   * @param original the name in the language and script of the work's country
   * @param otherwise the name to show when none is known
   */
  public static Title of(
      @Nullable String preferred,
      @Nullable String english,
      @Nullable String romaji,
      @Nullable String original,
      Supplier<String> otherwise) {
    String shown = preferred;
    for (String other : new @Nullable String[] {romaji, english, original}) {
      shown = shown == null ? other : shown;
    }
    return new Title(
        Objects.requireNonNullElseGet(shown, otherwise), english, romaji, original, original);
  }
}
