import { flush, showWarming, warm } from './actions.js';
import { showBanner } from './banner.js';
import { Chart } from './charts.js';
import { byId, element } from './dom.js';
import { startEntries } from './entries.js';
import { watch } from './events.js';
import { bytes, count, millis, percent, rate } from './format.js';
import { History, TIERS } from './history.js';
import { startHot } from './hot.js';
import { showMarks } from './marks.js';
import { showOperations } from './operations.js';
import { showOverview, showState } from './overview.js';
import { showUpstreams } from './upstreams.js';

const HUES = ['--blue', '--teal', '--amber', '--violet', '--rose', '--green', '--slate'];
const POWERS_OF_TWO = Array.from({ length: 40 }, (_, i) => 2 ** i);
const history = new History();
let charts = null;

function makeCharts(prefixes) {
  const loadsOf = byId('loads-of');
  prefixes.forEach((prefix) => loadsOf.append(element('option', { value: prefix }, prefix)));
  loadsOf.addEventListener('change', showCharts);
  byId('charts-range').addEventListener('change', ({ target }) => {
    history.range = Number(target.value);
    showCharts();
  });
  return {
    requests: new Chart(byId('chart-requests'),
      TIERS.map((name, i) => ({ name, colour: ['--blue', '--teal', '--amber', '--slate', '--rose'][i], fill: true })),
      { format: rate, scale: count, top: 4, stacked: true }),
    ratio: new Chart(byId('chart-ratio'),
      prefixes.map((name, i) => ({ name, colour: HUES[i % HUES.length], dash: i >= HUES.length })),
      { format: percent, scale: (value) => `${value} %`, top: 100, fixed: true }),
    loads: new Chart(byId('chart-loads'),
      [{ name: 'p50', colour: '--teal' }, { name: 'p99', colour: '--violet' }],
      { format: millis, top: 1 }),
    memory: new Chart(byId('chart-memory'),
      [{ name: 'memory tier', colour: '--blue', fill: true }, { name: 'shared cache, all its data', colour: '--teal' }],
      { format: bytes, top: 4096, increments: POWERS_OF_TWO }),
  };
}

function showCharts() {
  const { times, marks } = history;
  charts.requests.update(times, history.ratesByTier(), marks);
  charts.ratio.update(times, charts.prefixes.map((prefix) => history.ratios(prefix)), marks);
  charts.loads.update(times, history.loadTimes(byId('loads-of').value), marks);
  charts.memory.update(times, history.memory(), marks);
  showMarks(marks);
}

function showStats(stats) {
  if (charts === null) {
    const prefixes = Object.keys(stats.operations);
    charts = { prefixes, ...makeCharts(prefixes) };
    startEntries(prefixes);
    startHot();
    showCharts();
  }
  showBanner(stats);
  showOverview(stats, history);
  showUpstreams(stats.upstreams);
  showOperations(stats.operations);
}

function showHistory(report) {
  history.add(report);
  if (charts !== null) {
    showCharts();
  }
}

const SHOW = { stats: showStats, warm: showWarming, history: showHistory };

byId('warm').addEventListener('click', warm);
byId('flush').addEventListener('click', flush);
watch('admin/events', (name, data) => SHOW[name]?.(data), showState);
