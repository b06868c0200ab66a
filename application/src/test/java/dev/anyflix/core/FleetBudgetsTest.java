package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.SharedBudgets;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class FleetBudgetsTest {

  private final ManualClock clock = new ManualClock();

  @AutoClose
  private final FleetBudgets fleet =
      new FleetBudgets(quota -> new TokenBucket(quota, clock), clock);

  private final Budget anilist = fleet.budget("anilist", Quota.perMinute(25));
  private final Budget tmdb = fleet.budget("tmdb", Quota.perMinute(25));
  private final Recorder recorder = new Recorder();

  /** Budgets that cannot be reached, which note what is asked of them. */
  private static final class Recorder implements SharedBudgets {

    private final List<String> drawn = new CopyOnWriteArrayList<>();
    private final List<String> left = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<@Nullable BudgetGrant> draw(String budget, BudgetDraw draw) {
      drawn.add(budget);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<?> leave(String budget, String member) {
      left.add(budget);
      return CompletableFuture.completedFuture(null);
    }
  }

  @Test
  void memberReportsForTheBudgetsThatItUsesAlone() {
    fleet.join(recorder, Set.of("anilist"));

    Awaitility.await().until(() -> recorder.drawn.size() >= 2);
    assertThat(recorder.drawn).containsOnly("anilist");
    assertThat(tmdb.limit()).isEqualTo(anilist.limit());
  }

  @Test
  void memberThatClosesLeavesItsBudgetsAndReportsNoMore() {
    fleet.join(recorder, Set.of("anilist", "tmdb"));
    Awaitility.await().until(() -> recorder.drawn.size() >= 2);
    fleet.close();

    assertThat(recorder.left).containsExactlyInAnyOrder("anilist", "tmdb");
    int drawn = recorder.drawn.size();
    Awaitility.await().during(Duration.ofMillis(1200)).until(() -> recorder.drawn.size() == drawn);
  }

  @Test
  void budgetsAreLocalBeforeTheMemberHasJoined() {
    assertThat(anilist.tryTakeAsync(Urgency.FOREGROUND)).isCompletedWithValue(Duration.ZERO);
    assertThat(recorder.drawn).isEmpty();
  }
}
