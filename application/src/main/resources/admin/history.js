const CAPACITY = 600;
const RATIO_WINDOW = 15;
const GAP_SECONDS = 4;
export const TIERS = ['memory', 'redis', 'stale', 'missed'];

/** The last ten minutes of statistics, one sample a second. */
export class History {
  #samples = [];
  #before = null;

  /** Adds a sample. The time is in seconds since the epoch. */
  add(time, stats) {
    const last = this.#samples.at(-1);
    if (last && time - last.time > GAP_SECONDS) {
      this.#samples.push({ time: last.time + 1, gap: true, counts: last.counts });
    }
    this.#samples.push({
      time,
      counts: this.#counts(stats.operations),
      operations: stats.operations,
      memoryBytes: stats.memory.bytes,
      redisBytes: stats.backend === 'redis' ? stats.stats.used_memory : null,
    });
    this.#samples.splice(0, this.#samples.length - CAPACITY);
  }

  /** Counts that only grow, even if the service restarts and its counts with it. */
  #counts(operations) {
    const counts = {};
    const before = this.#before ?? { raw: {}, counts: {} };
    const raw = {};
    for (const [prefix, row] of Object.entries(operations)) {
      raw[prefix] = [row.hitsMemory, row.hitsRedis, row.stale, row.misses];
      const old = before.raw[prefix] ?? [0, 0, 0, 0];
      const restarted = raw[prefix].some((value, i) => value < old[i]);
      const sum = before.counts[prefix] ?? [0, 0, 0, 0];
      counts[prefix] = raw[prefix].map((value, i) => sum[i] + value - (restarted ? 0 : old[i]));
    }
    this.#before = { raw, counts };
    return counts;
  }

  get times() {
    return this.#samples.map((sample) => sample.time);
  }

  /** Requests per second of each tier, one column each. */
  ratesByTier() {
    return TIERS.map((_, tier) => this.#each((sample, i) => {
      const before = this.#samples[i - 1];
      if (!before || before.gap) {
        return null;
      }
      const total = (counts) => Object.values(counts).reduce((sum, row) => sum + row[tier], 0);
      return (total(sample.counts) - total(before.counts)) / (sample.time - before.time);
    }));
  }

  /** The hit ratio of one operation, or of all, in percent; null where there were no requests. */
  ratios(prefix) {
    return this.#each((sample, i) => {
      const before = this.#samples[Math.max(0, i - RATIO_WINDOW)];
      const delta = [0, 0, 0, 0];
      for (const name of prefix ? [prefix] : Object.keys(sample.counts)) {
        sample.counts[name]?.forEach((value, tier) => {
          delta[tier] += value - (before.counts[name]?.[tier] ?? 0);
        });
      }
      const all = delta.reduce((sum, value) => sum + value, 0);
      return all === 0 ? null : (100 * (delta[0] + delta[1])) / all;
    });
  }

  /** The p50 and p99 of one operation, or of the slowest one, in milliseconds. */
  loadTimes(prefix) {
    const rows = this.#samples.map((sample) => {
      const candidates = sample.gap ? []
        : prefix ? [sample.operations[prefix]] : Object.values(sample.operations);
      return candidates
        .filter((row) => row && row.loadMillisP99 > 0)
        .reduce((slowest, row) => (slowest && slowest.loadMillisP99 >= row.loadMillisP99 ? slowest : row), null);
    });
    return [rows.map((row) => row?.loadMillisP50 ?? null), rows.map((row) => row?.loadMillisP99 ?? null)];
  }

  memory() {
    return [this.#each((sample) => sample.memoryBytes), this.#each((sample) => sample.redisBytes)];
  }

  #each(value) {
    return this.#samples.map((sample, i) => (sample.gap ? null : value(sample, i)));
  }
}
