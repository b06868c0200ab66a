package dev.anyflix.faults;

/**
 * What a client got.
 *
 * @param id the medium asked for
 * @param status the HTTP status, or 0 when there was no answer
 * @param version the version of the answer, or 0 when there was none
 * @param cacheStatus the Cache-Status header, or empty
 * @param retryAfter the Retry-After header, or empty
 * @param startNanos when it was asked, by System.nanoTime
 * @param nanos how long it took
 */
record Reply(
    int id,
    int status,
    int version,
    String cacheStatus,
    String retryAfter,
    long startNanos,
    long nanos) {

  double millis() {
    return nanos / 1e6;
  }

  boolean ok() {
    return status == 200;
  }
}
