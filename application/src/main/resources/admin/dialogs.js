import { byId, setText } from './dom.js';

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
  const notice = byId('notice');
  notice.dataset.tone = tone;
  notice.textContent = text;
}

/** Runs an action and shows its failure, if any. */
export async function attempt(action) {
  try {
    return await action();
  } catch (e) {
    tell(e.status ? e.message : 'The service is unreachable.', 'bad');
    return null;
  }
}
