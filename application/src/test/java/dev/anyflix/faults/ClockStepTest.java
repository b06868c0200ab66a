package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Steps of the wall clock on one of two instances. */
@Tag("faults")
final class ClockStepTest {

  /** Less than the smallest step, with room for a busy machine. */
  private static final double LONGEST_MILLIS = 4000;

  private final OracleUpstream oracle = new OracleUpstream();
  private final RedisProcess redis = RedisProcess.start();
  private final Client client = new Client();
  private final FakeTime clock = FakeTime.start();
  private final List<ServiceProcess> services = new ArrayList<>();
  private ServiceProcess stepped;
  private ServiceProcess other;

  @BeforeEach
  void requireLibrary() {
    assertThat(FakeTime.isAvailable())
        .as("libfaketime is installed, as by the Debian package faketime")
        .isTrue();
  }

  @AfterEach
  void stop() {
    services.forEach(ServiceProcess::close);
    redis.close();
    oracle.close();
  }

  private void start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Faults.settings(oracle, redis.port()));
    settings.putAll(more);
    other = ServiceProcess.start(settings);
    services.add(other);
    settings.putAll(clock.environment());
    stepped = ServiceProcess.start(settings);
    services.add(stepped);
    for (ServiceProcess service : services) {
      Faults.awaitState(client, service.url(), "up");
      assertThat(client.get(service.url(), 1).ok()).isTrue();
    }
  }

  @Test
  void missesGoOnAfterAnyStepAndTheOtherInstanceNoticesNothing() {
    start(Map.of("ANILIST_REQUESTS_PER_MINUTE", "6000"));
    int id = 10;
    for (String offset : List.of("-2h", "+1d", "-5s", "+0")) {
      clock.step(offset);
      for (ServiceProcess service : services) {
        int first = id;
        List<Reply> replies =
            client.steadily(service.url(), 20, Duration.ofSeconds(3), n -> first + n);
        id += 100;

        assertThat(replies).as(offset).allMatch(Reply::ok);
        Faults.report(
            "misses %s a step of %s: slowest %.0f ms",
            service == stepped ? "after" : "beside", offset, Client.maxMillis(replies));
        assertThat(Client.maxMillis(replies)).as(offset).isLessThan(LONGEST_MILLIS);
      }
    }
  }

  @Test
  void clockAheadDoesNotProlongFreshnessElsewhere() {
    clock.step("+55s");
    start(Map.of("ANILIST_MEDIA_TTL", "5", "CACHE_TTL_JITTER_PERCENT", "0"));
    assertThat(client.get(stepped.url(), 2).version()).isEqualTo(1);
    Duration fresh = timeOfFirstVersion(other);

    Faults.report("entry of 5 s, loaded 55 s ahead: served for %d ms", fresh.toMillis());
    assertThat(fresh).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void stepBackDoesNotProlongFreshnessInMemory() {
    start(Map.of("ANILIST_MEDIA_TTL", "5", "CACHE_TTL_JITTER_PERCENT", "0"));
    assertThat(client.get(stepped.url(), 2).version()).isEqualTo(1);
    clock.step("-2h");
    Duration fresh = timeOfFirstVersion(stepped);

    Faults.report("entry of 5 s, clock 2 h back: served for %d ms", fresh.toMillis());
    assertThat(fresh).isLessThan(Duration.ofSeconds(10));
  }

  /** How long a service goes on serving the first version of a title. */
  private Duration timeOfFirstVersion(ServiceProcess service) {
    long start = System.nanoTime();
    int version = client.get(service.url(), 2).version();
    while (version == 1) {
      version = client.get(service.url(), 2).version();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
