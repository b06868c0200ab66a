export const TIERS = ['memory', 'redis', 'stale', 'misses', 'failed'];
const WINDOW = 60;

/** The figures of up to an hour, which the service keeps and sends. */
export class History {
  #samples = [];
  #step = 5;
  #marks = new Map();
  range = 600;

  /** Adds the samples of a report that are not known yet. */
  add({ stepSeconds, times, operations, memoryBytes, redisBytes, marks }) {
    this.#step = stepSeconds;
    times.forEach((time, i) => {
      const last = this.#samples.at(-1);
      if (last && time <= last.time) {
        return;
      }
      if (last && time - last.time > 3 * stepSeconds) {
        this.#samples.push({ time: last.time + 1, gap: true, operations: {} });
      }
      const rows = Object.entries(operations).map(([prefix, row]) => [prefix,
        Object.fromEntries(Object.entries(row).map(([name, column]) => [name, column[i]]))]);
      this.#samples.push({
        time, operations: Object.fromEntries(rows), memoryBytes: memoryBytes[i], redisBytes: redisBytes[i],
      });
    });
    this.#samples.splice(0, this.#samples.length - 3600 / stepSeconds);
    marks.forEach((mark) => this.#marks.set(`${mark.kind} ${mark.text} ${mark.at}`, {
      ...mark, from: Date.parse(mark.at) / 1000, to: mark.until ? Date.parse(mark.until) / 1000 : null,
    }));
  }

  get #shown() {
    const first = (this.#samples.at(-1)?.time ?? 0) - this.range;
    return this.#samples.filter(({ time }) => time > first);
  }

  get times() {
    return this.#shown.map((sample) => sample.time);
  }

  /** What happened in the hour, the oldest first; its times are in seconds since the epoch. */
  get marks() {
    const first = (this.#samples.at(-1)?.time ?? 0) - 3600;
    return [...this.#marks.values()].filter(({ to }) => to === null || to >= first).sort((a, b) => a.from - b.from);
  }

  /** Requests per second of each tier, one column each. */
  ratesByTier() {
    return TIERS.map((tier) => this.#each(({ operations }) => total(operations, tier) / this.#step));
  }

  /** The hit ratio of one operation, or of all, in percent, over a minute; null without requests. */
  ratios(prefix) {
    const samples = this.#shown;
    return this.#each(({ time }, i) => {
      const counts = TIERS.map(() => 0);
      for (let j = i; j >= 0 && time - samples[j].time < WINDOW; j--) {
        TIERS.forEach((tier, t) => { counts[t] += total(samples[j].operations, tier, prefix); });
      }
      const all = counts.reduce((sum, count) => sum + count, 0);
      return all === 0 ? null : (100 * (counts[0] + counts[1])) / all;
    });
  }

  /** The p50 and p99 of one operation, or of the slowest one, in milliseconds. */
  loadTimes(prefix) {
    const rows = this.#shown.map(({ operations }) =>
      (prefix ? [operations[prefix]] : Object.values(operations))
        .filter((row) => row?.p99 != null)
        .reduce((slowest, row) => (slowest && slowest.p99 >= row.p99 ? slowest : row), null));
    return [rows.map((row) => row?.p50 ?? null), rows.map((row) => row?.p99 ?? null)];
  }

  memory() {
    return [this.#each((sample) => sample.memoryBytes), this.#each((sample) => sample.redisBytes)];
  }

  #each(value) {
    return this.#shown.map((sample, i) => (sample.gap ? null : value(sample, i) ?? null));
  }
}

function total(operations, tier, prefix) {
  return prefix
    ? operations[prefix]?.[tier] ?? 0
    : Object.values(operations).reduce((sum, row) => sum + row[tier], 0);
}
