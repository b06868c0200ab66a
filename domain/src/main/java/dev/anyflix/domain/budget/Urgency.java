package dev.anyflix.domain.budget;

/** Whether a caller waits for the answer of a call. */
public enum Urgency {
  /** A user waits. */
  FOREGROUND,
  /** No user waits: a refresh ahead of time or a warm-up, which leaves budget to users. */
  BACKGROUND
}
