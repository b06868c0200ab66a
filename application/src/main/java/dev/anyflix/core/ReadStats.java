package dev.anyflix.core;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** The figures of the requests since start: by operation, by source and by key. Thread safe. */
public final class ReadStats {

  private final Function<String, LoadTimer> timers;
  private final HotKeys hotKeys = new HotKeys();
  private final ConcurrentMap<String, OperationStats> operations = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, SourceTraffic> sources = new ConcurrentHashMap<>();

  ReadStats(Function<String, LoadTimer> timers) {
    this.timers = timers;
  }

  /**
   * A frequent request.
   *
   * @param request the request
   * @param count about how often it was made, estimated from a sample
   */
  public record HotRequest(CachedRequest<?, ?> request, long count) {}

  /** The most frequent requests, those first. */
  public List<HotRequest> hotRequests(int limit) {
    return hotKeys.top(limit).stream()
        .map(hot -> new HotRequest(hot.request(), HotKeys.SAMPLE * hot.count().sum()))
        .toList();
  }

  /** The figures of the operation with a prefix. */
  public OperationStats of(String prefix) {
    OperationStats known = operations.get(prefix);
    return known != null
        ? known
        : operations.computeIfAbsent(prefix, absent -> new OperationStats(timers.apply(absent)));
  }

  OperationStats of(CachedRequest<?, ?> request) {
    return of(request.operation().prefix());
  }

  /** The requests for the source with an id. */
  public SourceTraffic ofSource(String id) {
    SourceTraffic known = sources.get(id);
    return known != null ? known : sources.computeIfAbsent(id, absent -> new SourceTraffic());
  }

  private SourceTraffic ofSource(CachedRequest<?, ?> request) {
    return ofSource(request.operation().source());
  }

  void requested(CachedRequest<?, ?> request) {
    hotKeys.sample(request);
  }

  void answered(CachedRequest<?, ?> request, CachedResponse response) {
    of(request).responded(response);
    ofSource(request).answered();
  }

  void failed(CachedRequest<?, ?> request, Throwable failure) {
    of(request).failed();
    ofSource(request).failed(failure);
  }

  /**
   * Counts an answer of another source.
   *
   * @param request the request that failed
   * @param other the request that was answered in its place
   */
  void answeredByFallback(
      CachedRequest<?, ?> request, CachedRequest<?, ?> other, CachedResponse response) {
    answered(other, response);
    of(request).answeredByFallback();
    ofSource(request).answeredByFallback();
  }
}
