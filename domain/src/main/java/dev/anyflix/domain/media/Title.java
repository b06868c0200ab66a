package dev.anyflix.domain.media;

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

  /** A title of which only one name is known. */
  public static Title of(String preferred) {
    return new Title(preferred, null, null, null, null);
  }
}
