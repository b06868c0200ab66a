package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ServiceMetersTest {

  @AutoClose private final ServiceMeters meters = new ServiceMeters();

  @Test
  void registryIsAvailableToOtherThreadsDuringARegistration() {
    var seen = new CompletableFuture<MeterRegistry>();
    meters.add(() -> seen.complete(CompletableFuture.supplyAsync(meters::registry).join()));

    assertThat(meters.scrape()).contains("anyflix_info");
    assertThat(seen).isCompletedWithValue(meters.registry());
  }

  @Test
  void failedRegistrationDoesNotStopTheOthers() {
    var registrations = new AtomicInteger();
    meters.add(
        () -> {
          throw new AssertionError("broken");
        });
    meters.add(registrations::incrementAndGet);

    assertThat(meters.scrape()).contains("anyflix_info");

    assertThat(registrations).hasValue(1);
  }

  @Test
  void metersAreRegisteredOnceBeforeTheFirstScrape() {
    var registrations = new AtomicInteger();
    meters.add(registrations::incrementAndGet);
    assertThat(registrations).hasValue(0);

    meters.complete();
    meters.scrape();

    assertThat(registrations).hasValue(1);
  }
}
