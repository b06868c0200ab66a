package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.faults.ChaosFault.Part;
import dev.anyflix.faults.ChaosFleet.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three instances under a random schedule of faults, reads and clears.
 *
 * <p>{@code -Dchaos.minutes=60 -Dsurefire.timeout=7200} runs for an hour; {@code -Dchaos.seed=...}
 * repeats a schedule.
 */
@Tag("faults")
@Timeout(value = 2, unit = TimeUnit.HOURS)
final class ChaosTest {

  private static final int IDS = 30;
  private static final int READS_PER_SECOND = 60;
  private static final int FAILURES_ARE_REMEMBERED_MILLIS = 1000;
  private static final double MINUTES =
      Double.parseDouble(System.getProperty("chaos.minutes", Faults.SHORT ? "0.4" : "1.2"));
  private static final long SEED =
      Long.getLong("chaos.seed", ThreadLocalRandom.current().nextInt(1_000_000));

  private final Client client = new Client();
  private final List<String> story = new ArrayList<>();
  private final Map<ChaosFault, Integer> faults = new EnumMap<>(ChaosFault.class);
  private final Random random = new Random(SEED);
  private ChaosFleet fleet;
  private ChaosChecker checker;
  private int nextColdId = 10_000;
  private int clears;
  private int deletions;
  private long slowestRecovery;

  private record Begun(ChaosFault fault, Member victim) {}

  @ParameterizedTest(name = "entries live for {0} s")
  @ValueSource(ints = {3600, 4})
  void whateverFailsThePromisesAreKept(int ttl) {
    Faults.report(
        "chaos with a TTL of %d s begins, -Dchaos.seed=%d, clock steps %s",
        ttl, SEED, FakeTime.isAvailable() ? "on" : "off because libfaketime is missing");
    try (var running = new ChaosFleet(Map.of("ANILIST_MEDIA_TTL", Integer.toString(ttl)))) {
      fleet = running;
      checker = new ChaosChecker(IDS, fleet.members);
      warmUp();
      ScheduledExecutorService readers = Executors.newSingleThreadScheduledExecutor();
      readers.scheduleAtFixedRate(
          this::readAnywhere, 0, 1_000_000 / READS_PER_SECOND, TimeUnit.MICROSECONDS);
      Instant end = Instant.now().plusMillis((long) (MINUTES / 2 * 60_000));
      int steps = 0;
      while (Instant.now().isBefore(end) && checker.violations().isEmpty()) {
        step();
        steps++;
        if (ttl > 60) {
          allInstancesAgree();
          deletionBesideAnOwnWriteIsNoticed();
        }
      }
      readers.shutdownNow();
      manyCallersForColdKeysAreOneLoadEach();
      report(ttl, steps);
    }
  }

  /** What is judged is the service, not a cold Java machine. */
  private void warmUp() {
    fleet.members.forEach(member -> Faults.awaitState(client, member.url(), "up"));
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> Client.maxMillis(allAtOnce(1, IDS, 2)) < 500);
  }

  private List<Reply> allAtOnce(int firstId, int lastId, int callers) {
    List<CompletableFuture<Reply>> asked = new ArrayList<>();
    for (int id = firstId; id <= lastId; id++) {
      for (int i = 0; i < callers; i++) {
        for (Member member : fleet.members) {
          asked.add(client.later(member.url(), id));
        }
      }
    }
    return asked.stream().map(CompletableFuture::join).toList();
  }

  private void report(int ttl, int steps) {
    Faults.report(
        "chaos with a TTL of %d s, seed %d: %d steps %s, %d answers (%d stale), %d clears,"
            + " %d deletions beside a write, %d upstream calls, slowest answer %.0f ms, slowest recovery %d ms, %d violations",
        ttl,
        SEED,
        steps,
        faults,
        checker.answers(),
        checker.stale(),
        clears,
        deletions,
        fleet.oracle.calls(),
        checker.slowestMillis(),
        slowestRecovery,
        checker.violations().size());
    if (!checker.violations().isEmpty()) {
      fleet.members.forEach(
          member ->
              member
                  .log()
                  .lines()
                  .filter(line -> line.contains("WARN") || line.contains("ERROR"))
                  .forEach(line -> Faults.report("%s: %s", member, line)));
    }
    assertThat(checker.violations())
        .as(
            "violations, seed %d, after %s",
            SEED, story.subList(story.size() - Math.min(story.size(), 15), story.size()))
        .isEmpty();
    assertThat(steps).isPositive();
    assertThat(checker.answers()).isGreaterThan(steps * 50);
    for (Member member : fleet.members) {
      assertThat(member.log()).doesNotContain("ERROR", "\tat ", "OutOfMemory");
    }
  }

  private void readAnywhere() {
    Member member = any(fleet.members, ThreadLocalRandom.current());
    read(member, ThreadLocalRandom.current().nextInt(1, IDS + 1));
  }

  private CompletableFuture<Reply> read(Member member, int id) {
    int floor = checker.floor(member, id);
    int disturbances = member.disturbances();
    boolean excusedBefore = member.disturbed() || member.isCutOff() || checker.upstreamTroubled();
    return client
        .later(member.url(), id)
        .thenApply(
            reply -> {
              boolean excused =
                  excusedBefore
                      || member.disturbances() != disturbances
                      || member.isCutOff()
                      || checker.upstreamTroubled();
              checker.check(
                  member, reply, disturbances == member.disturbances() ? floor : 0, excused);
              return reply;
            });
  }

  /** Up to one fault of each part, with clears in its midst, and then calm. */
  private void step() {
    List<Begun> begun = new ArrayList<>();
    for (Part part : Part.values()) {
      if (random.nextInt(100) < (part == Part.REDIS ? 60 : 25)) {
        begun.add(begin(part));
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      pause(50 + random.nextInt(300));
      clearSomewhere();
    }
    pause(100 + random.nextInt(1200));
    for (int i = begun.size() - 1; i >= 0; i--) {
      begun.get(i).fault().end(fleet, begun.get(i).victim());
      tell("end of " + begun.get(i));
    }
    calm();
  }

  private Begun begin(Part part) {
    List<ChaosFault> candidates =
        Arrays.stream(ChaosFault.values()).filter(fault -> fault.part == part).toList();
    var begun = new Begun(any(candidates, random), any(fleet.members, random));
    tell("begin of " + begun);
    faults.merge(begun.fault(), 1, Integer::sum);
    if (begun.fault() == ChaosFault.UPSTREAM_DOWN) {
      checker.upstreamTroubled(true);
    }
    begun.fault().begin(fleet, begun.victim());
    if (begun.fault() == ChaosFault.INSTANCE_KILLED) {
      checker.died(begun.victim());
    }
    return begun;
  }

  private void clearSomewhere() {
    List<Member> able = fleet.members.stream().filter(member -> !member.disturbed()).toList();
    Member member = any(able, random);
    int[] voided = new int[IDS + 1];
    IntStream.rangeClosed(1, IDS).forEach(id -> voided[id] = fleet.oracle.version(id));
    String path = random.nextBoolean() ? "/admin/cache/clear/anilist" : "/admin/cache/flush";
    String answer = client.post(member.url(), path);
    checker.cleared(member, voided, answer);
    clears++;
    tell(member + " " + path + " " + answer.replaceAll(".*(\"redis\":\"\\w+\").*", "$1"));
  }

  private void calm() {
    long start = System.nanoTime();
    fleet.members.forEach(this::awaitRecovery);
    long millis = (System.nanoTime() - start) / 1_000_000;
    slowestRecovery = Math.max(slowestRecovery, millis);
    List<Member> cutOff = fleet.members.stream().filter(Member::isCutOff).toList();
    List<Member> unable = checker.upstreamTroubled() ? fleet.members : cutOff;
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> unable.stream().allMatch(this::loads));
    pause(1000);
    if (!unable.isEmpty()) {
      pause(FAILURES_ARE_REMEMBERED_MILLIS);
      checker.upstreamTroubled(false);
      cutOff.forEach(Member::recovered);
    }
    checker.calm();
    tell("calm after " + millis + " ms");
  }

  private void awaitRecovery(Member member) {
    try {
      Faults.awaitState(client, member.url(), "up");
    } catch (ConditionTimeoutException e) {
      List<String> log = member.log().lines().toList();
      checker.violation(
          "%s does not use Redis again; its log ends with %s"
              .formatted(member, log.subList(Math.max(0, log.size() - 20), log.size())));
    }
  }

  /** Whether the instance's own breaker has closed: it loads what nobody has asked for before. */
  private boolean loads(Member member) {
    return IntStream.range(0, 3).allMatch(i -> client.get(member.url(), nextColdId++).ok());
  }

  /** What an outage has left in one instance's memory is brought into step when it is asked for. */
  private void allInstancesAgree() {
    try {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofSeconds(5))
          .until(() -> IntStream.rangeClosed(1, IDS).allMatch(this::isTheSameEverywhere));
    } catch (ConditionTimeoutException e) {
      checker.violation("the instances do not come to serve the same versions");
    }
  }

  /** Redis may carry out the deletion in the same turn as the write of the instance that loads. */
  private void deletionBesideAnOwnWriteIsNoticed() {
    int id = nextColdId++;
    String request = "AniListSource.media/3?id=" + id;
    String key = CacheKey.of("anilist_media_by_id", request).toString();
    CompletableFuture<Reply> loading = client.later(any(fleet.members, random).url(), id);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    boolean isDeleted = false;
    while (!isDeleted && System.nanoTime() < end) {
      isDeleted = fleet.redis.command("UNLINK", key).contains(":1");
    }
    if (!isDeleted) {
      checker.violation(key + " is not stored in Redis");
      return;
    }
    int deleted = loading.join().version();
    deletions++;
    try {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofSeconds(5))
          .until(
              () ->
                  fleet.members.stream()
                      .allMatch(each -> client.get(each.url(), id).version() > deleted));
    } catch (ConditionTimeoutException e) {
      checker.violation("the deletion of %s beside its write is not noticed".formatted(key));
    }
  }

  private boolean isTheSameEverywhere(int id) {
    return fleet.members.stream().map(each -> read(each, id).join().version()).distinct().count()
        == 1;
  }

  /** One of the keys may be loaded twice, where a busy machine makes Redis miss its timeout. */
  private void manyCallersForColdKeysAreOneLoadEach() {
    fleet.oracle.latency(Duration.ofMillis(500));
    int twice = 0;
    for (int id = IDS + 1; id <= IDS + 5; id++) {
      List<Reply> replies = allAtOnce(id, id, 10);
      int calls = fleet.oracle.version(id);
      twice += calls == 2 ? 1 : 0;
      if (!replies.stream().allMatch(Reply::ok) || calls > 2 || twice > 1) {
        checker.violation(
            "%d callers for %d: %d upstream calls".formatted(replies.size(), id, calls));
      }
    }
  }

  private void tell(String event) {
    story.add("%tT.%<tL %s".formatted(System.currentTimeMillis(), event));
  }

  private static void pause(int millis) {
    Awaitility.await()
        .pollDelay(Duration.ofMillis(millis))
        .atMost(Duration.ofMillis(millis + 5000L))
        .until(() -> true);
  }

  private static <T> T any(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
