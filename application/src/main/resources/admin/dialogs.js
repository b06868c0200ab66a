import { byId, setText } from './dom.js';

const TOAST_MS = 10_000;
let hiding;

/** Asks for confirmation of an action that can't be undone. */
export function confirm(title, text, action) {
  const dialog = byId('confirm');
  setText(byId('confirm-title'), title);
  setText(byId('confirm-text'), text);
  setText(byId('confirm-yes'), action);
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
    dialog.returnValue = '';
    dialog.showModal();
  });
}

/** Shows the result of an action; screen readers announce it. */
export function tell(text, tone = 'good') {
  const toast = byId('toast');
  toast.dataset.tone = tone;
  toast.hidden = false;
  byId('notice').textContent = text;
  clearTimeout(hiding);
  if (tone === 'good') {
    hiding = setTimeout(hideToast, TOAST_MS);
  }
}

function hideToast() {
  byId('toast').hidden = true;
  byId('notice').textContent = '';
}

byId('notice-close').addEventListener('click', hideToast);

/** Runs an action and shows its failure, if any. */
export async function attempt(action) {
  try {
    return await action();
  } catch (e) {
    tell(e.status ? e.message : 'The service is unreachable.', 'bad');
    return null;
  }
}
