package dev.anyflix.domain.media;

/** The terms on which a service offers a medium. */
public enum WatchType {
  /** Part of a subscription. */
  SUBSCRIPTION,
  FREE,
  /** Free with advertisements. */
  ADS,
  RENT,
  BUY
}
