const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
export const NONE = '\u2013';

export function count(number) {
  return number < 100_000 ? WHOLE.format(number) : SHORT.format(number);
}

export function rate(perSecond) {
  return perSecond === 0 ? '0' : perSecond < 10 ? perSecond.toFixed(1) : count(perSecond);
}

export function percent(number) {
  return `${number.toFixed(number === 0 || number === 100 ? 0 : 1)} %`;
}

export function millis(number) {
  if (number >= 1000) {
    return `${(number / 1000).toFixed(number < 10_000 && number % 1000 !== 0 ? 1 : 0)} s`;
  }
  return `${number.toFixed(number < 10 && !Number.isInteger(number) ? 1 : 0)} ms`;
}

export function bytes(number) {
  let value = number;
  for (const unit of ['B', 'KiB', 'MiB', 'GiB']) {
    if (value < 1024 || unit === 'GiB') {
      return `${value.toFixed(unit === 'B' || value >= 100 || Number.isInteger(value) ? 0 : 1)} ${unit}`;
    }
    value /= 1024;
  }
  return NONE;
}

/** A time in its two largest units: 1 h 5 min. */
export function duration(seconds) {
  const units = [['d', 86_400], ['h', 3600], ['min', 60], ['s', 1]];
  let rest = Math.round(Math.abs(seconds));
  const parts = [];
  for (const [unit, size] of units) {
    const whole = Math.floor(rest / size);
    rest -= whole * size;
    if (whole > 0) {
      parts.push(`${whole} ${unit}`);
    }
  }
  return (seconds <= -1 ? '\u2212' : '') + (parts.slice(0, 2).join(' ') || '0 s');
}

/** When the next attempt is made, as text: next attempt in 8 s. */
export function nextAttempt(time) {
  if (!time) {
    return '';
  }
  const seconds = Math.ceil((Date.parse(time) - Date.now()) / 1000);
  return seconds > 0 ? `next attempt in ${duration(seconds)}` : 'next attempt at the next request';
}

/** The source of an operation's prefix: anilist, tmdb or provider. */
export function familyOf(prefix) {
  return prefix.slice(0, prefix.indexOf('_'));
}
