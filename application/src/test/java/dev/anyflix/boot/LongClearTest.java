package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import dev.anyflix.contract.ContractClient;
import dev.anyflix.core.SteadyClock;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.FakeSharedStore;
import dev.anyflix.settings.Settings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A clear whose entries take long to be removed from the shared cache. */
final class LongClearTest {

  private final HttpClient http = new ContractClient();
  private final FakeSharedStore store = new FakeSharedStore(new SteadyClock());
  private volatile CountDownLatch removal = new CountDownLatch(0);

  private SharedCache connect(SharedCache.Listener listener) {
    SharedCache session = mock(SharedCache.class, delegatesTo(store.connect(listener)));
    doAnswer(
            call -> {
              call.<LongConsumer>getArgument(2).accept(40);
              removal.await();
              return null;
            })
        .when(session)
        .purge(any(), any(), any());
    return session;
  }

  @Test
  void clearAnswersWithinTwoSecondsAndSaysThatRemovalGoesOn() throws Exception {
    var settings = Settings.of(Map.of("HOST", "127.0.0.1", "PORT", "0"));
    try (App app = App.with(settings).shared(this::connect).start()) {
      Awaitility.await().until(() -> store.sessions() == 1);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(clear(app))
                      .contains("\"cleared_count\":40")
                      .doesNotContain("background"));
      removal = new CountDownLatch(1);
      long start = System.nanoTime();
      String answer = clear(app);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      removal.countDown();

      assertThat(time).isLessThan(Duration.ofSeconds(2));
      assertThat(answer)
          .contains("\"cleared_count\":40", "\"redis\":\"cleared\"")
          .contains("entries are still being removed", "in the background");
    }
  }

  private String clear(App app) throws Exception {
    return http.send(
            HttpRequest.newBuilder(app.url().resolve("/admin/cache/clear/anilist"))
                .POST(BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString())
        .body();
  }
}
