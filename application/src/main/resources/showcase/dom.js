/** Creates an element; texts are set as texts, so that no answer can become markup. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter((child) => child || child === 0));
  return element;
}

/** A picture in the sizes of the API; `sizes` is its width on the screen. One that fails is removed. */
export function picture(sizes, images, widths, attributes) {
  if (!images?.medium) {
    return null;
  }
  const urls = ['small', 'medium', 'large'].map((name, i) => `${images[name]} ${widths[i]}w`);
  return h('img', { src: images.medium, srcset: urls.join(', '), sizes, decoding: 'async', alt: '', onerror: remove, ...attributes });
}

/** A small picture in one size. */
export const image = (src, width, height) => src && h('img', { src, width, height, alt: '', loading: 'lazy', onerror: remove });

function remove() {
  this.remove();
}

/** The wide picture behind a title, or its poster out of focus. */
export function backdrop({ backdrops, posters }) {
  const wide = backdrops.medium;
  return picture('100vw', wide ? backdrops : posters, [300, 780, 1280], { class: wide ? 'backdrop' : 'backdrop soft', fetchpriority: 'high' });
}

/** A date of the API, which may lack the day or the month. */
export function date(text, style = { dateStyle: 'medium' }) {
  return text?.length >= 10 ? new Intl.DateTimeFormat([], style).format(new Date(text)) : text;
}

export const say = (text) => {
  document.getElementById('status').textContent = text;
};

/** What went wrong, with a button that tries again. */
export function notice(problem, again) {
  const setup = problem.code === 'not_configured';
  return h('div', { class: 'notice', role: 'status' },
    h('p', {}, problem.message),
    !setup && h('button', { class: 'button', type: 'button', onclick: again }, 'Try again'));
}
