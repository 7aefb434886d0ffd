// A list of which the newest page is asked for again and again, and older pages when a person wants them. Those are in `page.kept`, so no poll loses them.
import { h } from './dom.js';
import { button, say } from './ui.js';
import { get } from './api.js';

/**
 * The newest page with what follows its last item in what was shown when older ones were opened: an item that a new one has pushed off the newest page
 * stays, and one that a person has decided about goes.
 *
 * @param key of an item
 * @returns as the answer of the API, `items` and `next`
 */
export function withOlder(newest, page, key) {
  const { shown = [], next } = page.kept;
  const last = newest.items.at(-1);
  const at = last ? shown.findIndex(item => key(item) === key(last)) : -1;
  const older = at < 0 ? [] : shown.slice(at + 1);
  return { items: [...newest.items, ...older], next: older.length > 0 ? next : newest.next };
}

/** The button that opens one page more; null when there is none. @param list what {@link withOlder} gave */
export function olderButton(path, list, page) {
  return (
    list.next &&
    h(
      'div',
      { class: 'more' },
      button('Show older ones', () => open(path, list, page)),
    )
  );
}

async function open(path, list, page) {
  try {
    const older = await get(path, { limit: 50, before: list.next });
    Object.assign(page.kept, { shown: [...list.items, ...older.items], next: older.next });
    page.redraw();
  } catch (failure) {
    say(failure.message, true);
  }
}
