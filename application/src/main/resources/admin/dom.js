/** Makes an element. Children that are strings become text, never HTML. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Sets an element's text, and leaves it alone when it is the same. */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** Marks a state that the style sheet colours: good, warn, bad or idle. */
export function setTone(target, tone) {
  if (target.dataset.tone !== tone) {
    target.dataset.tone = tone;
  }
}

/** Writes the heading of its column to each cell, which the layout for phones shows. */
export function labelCells(table) {
  const labels = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  for (const body of table.tBodies) {
    for (const row of body.rows) {
      if (!row.classList.contains('group')) {
        [...row.cells].forEach((cell, i) => cell.setAttribute('data-label', labels[i]));
      }
    }
  }
}
