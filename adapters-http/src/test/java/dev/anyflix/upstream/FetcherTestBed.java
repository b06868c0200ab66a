package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import okhttp3.Request;
import org.junit.jupiter.api.AutoClose;

/** A fetcher on a stand-in for an upstream, with a manual clock. */
abstract class FetcherTestBed {

  static final UpstreamProfile PROFILE =
      new UpstreamProfile("test", "Testhub", null, Map.of(), null, (http, body) -> http);

  final ManualClock clock = new ManualClock();
  final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

  @AutoClose
  final MockUpstream upstream =
      new MockUpstream(clock, (id, outcome, duration) -> outcomes.add(outcome));

  Fetcher fetcher = new Fetcher(upstream.http(), PROFILE, upstream.config());

  Answer<String> fetch() {
    return fetch(upstream.call());
  }

  Answer<String> fetch(Call call) {
    Request request = new Request.Builder().url(fetcher.address().build()).build();
    return fetcher.fetchById(request, call, json -> String.valueOf(json.text("name")));
  }

  MediaSourceException failure() {
    return catchThrowableOfType(MediaSourceException.class, this::fetch);
  }

  void answersInTurn(MockResponse... responses) {
    Queue<MockResponse> queue = new ConcurrentLinkedQueue<>(List.of(responses));
    upstream.answers(request -> queue.remove());
  }

  static MockResponse status(int status) {
    return MockUpstream.json(status, "{}").build();
  }

  static MockResponse found() {
    return MockUpstream.json(200, "{\"name\": \"x\"}").build();
  }

  static MockResponse moved(int status, String location) {
    return MockUpstream.json(status, "{}").addHeader("Location", location).build();
  }

  static Budget allowing(int calls, ManualClock clock) {
    return new TokenBucket(calls * 3, Duration.ofMinutes(1), clock);
  }
}
