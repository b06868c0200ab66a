package dev.anyflix.domain.media;

/** A quarter of the broadcasting year, in AniList's terms. */
public enum SeasonOfYear {
  WINTER,
  SPRING,
  SUMMER,
  FALL;

  private static final int MONTHS = 3;

  /**
   * The quarter that a month belongs to: winter is January to March.
   *
   * @param month 1 to 12
   */
  public static SeasonOfYear ofMonth(int month) {
    return values()[(month - 1) / MONTHS];
  }
}
