// Keys: j and k move over rows, Enter opens, / searches, r retries the row it is on or refreshes, g and a letter go to a page, ? tells all.
import { h } from './dom.js';
import { open } from './dialogs.js';
import { button } from './ui.js';

const GO = {
  o: '#/',
  n: '#/notifications',
  d: '#/destinations',
  l: '#/deadletters',
  q: '#/quarantine',
  r: '#/routes',
  a: '#/acts',
  c: '#/contract',
};

let goes = 0;

export function listenToKeys({ refresh, go }) {
  document.addEventListener('keydown', event => {
    const typing = event.target.closest?.('input, textarea, select');
    if (event.key === 'Escape' && typing && !event.target.closest('dialog')) {
      event.target.blur();
      document.getElementById('main')?.focus();
      return;
    }
    if (
      typing ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      document.querySelector('dialog[open]') ||
      !document.getElementById('search')
    ) {
      return;
    }
    const act = action(event.key, refresh, go);
    if (act) {
      event.preventDefault();
      act();
    }
    goes = event.key === 'g' ? Date.now() : 0;
  });
}

function action(key, refresh, go) {
  if (goes > Date.now() - 1500 && GO[key]) {
    return () => go(GO[key]);
  }
  switch (key) {
    case 'j':
      return () => move(1);
    case 'k':
      return () => move(-1);
    case '/':
      return () => {
        const field = document.getElementById('search');
        field.focus();
        field.select();
      };
    case 'r':
      return () => retry() || refresh();
    case '?':
      return help;
    default:
      return null;
  }
}

function move(by) {
  const rows = [...document.querySelectorAll('[data-row]')];
  const here = rows.findIndex(row => row.contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + by));
  const row = rows[next];
  row?.querySelector('a, button')?.focus();
  row?.scrollIntoView({ block: 'nearest' });
}

/** The retry of the row that has the focus, if it has one. */
function retry() {
  const act = document.activeElement?.closest('[data-row]')?.querySelector('[data-act=retry]');
  act?.click();
  return Boolean(act);
}

export function help() {
  const keys = [
    ['j, k', 'next, previous row'],
    ['Enter', 'open the row'],
    ['/', 'find a ticket or an id'],
    ['r', 'retry the row, or refresh'],
    ['g o', 'overview'],
    ['g n', 'notifications'],
    ['g d', 'destinations'],
    ['g l', 'dead letters'],
    ['g q', 'quarantine'],
    ['g r', 'routes'],
    ['Esc', 'close, leave a field'],
    ['?', 'this'],
  ];
  return open('Keys', (draw, close) =>
    draw(
      h(
        'dl',
        { class: 'keys' },
        keys.map(([key, what]) =>
          h(
            'div',
            {},
            h(
              'dt',
              {},
              key.split(/, | /).map(one => h('kbd', {}, one)),
            ),
            h('dd', {}, what),
          ),
        ),
      ),
      h(
        'div',
        { class: 'dialog-buttons' },
        button('Close', () => close(), { kind: 'primary' }),
      ),
    ),
  );
}
