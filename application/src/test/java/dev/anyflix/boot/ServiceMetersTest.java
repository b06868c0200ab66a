package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceMetersTest {

  private final ServiceMeters meters = new ServiceMeters();

  @AfterEach
  void close() {
    meters.close();
  }

  @Test
  void theRegistryIsToBeHadByOthersWhileFiguresAreRegistered() {
    meters.add(
        () ->
            assertThat(CompletableFuture.supplyAsync(meters::registry))
                .succeedsWithin(Duration.ofSeconds(10))
                .isSameAs(meters.registry()));

    assertThat(meters.scrape()).contains("anyflix_info");
  }

  @Test
  void figuresAreRegisteredOnceAndBeforeTheyAreSeen() {
    var registrations = new AtomicInteger();
    meters.add(registrations::incrementAndGet);
    assertThat(registrations).hasValue(0);

    meters.complete();
    meters.scrape();

    assertThat(registrations).hasValue(1);
  }
}
