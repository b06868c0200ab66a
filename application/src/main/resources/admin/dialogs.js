import { byId, setText } from './dom.js';

/** Asks before something is done that can't be undone. */
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

/** Says how something went; screen readers read it out. */
export function tell(text, tone = 'good') {
  const notice = byId('notice');
  notice.dataset.tone = tone;
  notice.textContent = text;
}

/** Does something and tells what went wrong, if anything did. */
export async function attempt(action) {
  try {
    return await action();
  } catch (e) {
    tell(e.status ? e.message : 'The service cannot be reached.', 'bad');
    return null;
  }
}
