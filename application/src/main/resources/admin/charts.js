import uPlot from './uPlot.esm.js';
import { element, setText } from './dom.js';
import { NONE } from './format.js';

const HEIGHT = 170;
const SHORTEST_SPAN = 60;
const dark = matchMedia('(prefers-color-scheme: dark)');

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A chart over time with a legend in text that shows the latest figures, or those under the pointer. */
export class Chart {
  #plot;
  #box;
  #series;
  #format;
  #stacked;
  #values = [];
  #legend;
  #marks = [];

  /**
   * @param series each with a name, a colour (the name of a CSS variable) and perhaps a dash
   * @param options format writes a figure, and scale one beside the axis; top is the least upper end
   *     of the axis, or with fixed the end; increments are its steps; stacked puts the series on top
   *     of each other
   */
  constructor(figure, series, options) {
    this.#box = figure.querySelector('.plot');
    this.#series = series;
    this.#format = options.format;
    this.#stacked = options.stacked ?? false;
    const list = figure.querySelector('.legend');
    this.#legend = series.map(({ name, colour: of, dash }) => {
      const value = element('b', {}, NONE);
      const swatch = element('i', { 'aria-hidden': 'true' });
      swatch.style.borderTopColor = `var(${of})`;
      swatch.style.borderTopStyle = dash ? 'dotted' : 'solid';
      const item = element('li', {}, swatch, `${name} `, value);
      list.append(item);
      return { item, value };
    });
    this.#plot = new uPlot(this.#options(options), [[], ...series.map(() => [])], this.#box);
    new ResizeObserver(() => this.#resize()).observe(this.#box);
    dark.addEventListener('change', () => this.#plot.redraw(false));
  }

  #options({ format, scale = format, top, fixed, increments }) {
    const axis = {
      stroke: () => colour('--muted'),
      grid: { stroke: () => colour('--line'), width: 1 },
      ticks: { show: false },
      font: '11px system-ui, sans-serif',
    };
    return {
      width: this.#width(),
      height: HEIGHT,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time: true, range: ({ data: [times] }) => span(times) },
        y: { range: (u, min, max) => [0, fixed ? top : Math.max(top, (max ?? 0) * 1.08)] },
      },
      axes: [
        { ...axis, size: 24, space: 70, values: (u, splits) => splits.map(clock) },
        { ...axis, size: 58, space: 32, values: (u, splits) => splits.map((value) => scale(value)),
          ...(increments ? { incrs: increments } : {}) },
      ],
      series: [{}, ...this.#drawn(this.#series).map(({ colour: of, dash, fill }) => ({
        stroke: () => colour(of),
        width: this.#stacked ? 1 : 1.5,
        dash: dash ? [4, 3] : undefined,
        fill: fill ? () => `${colour(of)}40` : undefined,
        points: { show: false },
      }))],
      bands: this.#stacked
        ? this.#series.slice(1).map((_, i) => ({ series: [i + 1, i + 2] }))
        : [],
      hooks: { setCursor: [() => this.#label()], drawClear: [(plot) => this.#drawMarks(plot)] },
    };
  }

  /** Shades outages, and draws a line for what happened at one moment. */
  #drawMarks(plot) {
    const { ctx, bbox } = plot;
    ctx.save();
    for (const { from, to, kind } of this.#marks) {
      const at = (time) => Math.min(bbox.left + bbox.width, Math.max(bbox.left, plot.valToPos(time, 'x', true)));
      const isOutage = to === null || to > from;
      const left = at(from);
      const right = isOutage ? Math.max(left + 2, to === null ? bbox.left + bbox.width : at(to)) : left + 2;
      if (right > bbox.left + 1 && left < bbox.left + bbox.width) {
        ctx.fillStyle = `${colour(kind === 'upstream' ? '--bad' : kind === 'redis' ? '--amber' : '--violet')}${isOutage ? '30' : 'b0'}`;
        ctx.fillRect(left, bbox.top, right - left, bbox.height);
      }
    }
    ctx.restore();
  }

  /** Shows one column of figures for each series; null is a gap. */
  update(times, columns, marks) {
    this.#marks = marks;
    this.#box.dataset.samples = times.length;
    this.#values = columns;
    this.#plot.setData([times, ...this.#drawn(this.#stacked ? stack(columns) : columns)]);
    this.#label();
  }

  /** In the order of drawing: of a stack the highest first, so that no empty layer hides another. */
  #drawn(columns) {
    return this.#stacked ? [...columns].reverse() : columns;
  }

  #label() {
    const at = this.#plot?.cursor.idx ?? this.#values[0]?.length - 1;
    this.#values.forEach((column, i) => {
      const value = column[at] ?? null;
      const { item, value: text } = this.#legend[i];
      setText(text, value === null ? NONE : this.#format(value));
      item.hidden = column.every((each) => each === null);
    });
  }

  #width() {
    return Math.max(200, Math.floor(this.#box.clientWidth));
  }

  #resize() {
    if (this.#plot.width !== this.#width()) {
      this.#plot.setSize({ width: this.#width(), height: HEIGHT });
    }
  }
}

/** From the first sample to the last one, also where there is only one. */
function span(times) {
  const last = times.at(-1) ?? Date.now() / 1000;
  return [Math.min(times[0] ?? last, last - SHORTEST_SPAN), last];
}

function clock(seconds) {
  return new Date(1000 * seconds).toLocaleTimeString('en-GB');
}

function stack(columns) {
  let below = columns[0].map(() => 0);
  return columns.map((column) => {
    const sums = column.map((value, i) => (value === null ? null : value + below[i]));
    below = sums.map((sum) => sum ?? 0);
    return sums;
  });
}
