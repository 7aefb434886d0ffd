// The frame around every page: the bar with the search, the menu, and what is said while the gateway does not answer.
import { h } from './dom.js';
import { icon } from './icons.js';
import { badge, button } from './ui.js';
import { me } from './api.js';
import { clock, number } from './format.js';
import { help } from './keyboard.js';
import { theme, toggleTheme } from './theme.js';

/** @param does what its buttons do: `redraw`, `leave` */
export function header({ status, downSince, route }, does) {
  const { name, role } = me();
  return h(
    'header',
    { class: 'bar', 'data-key': 'bar' },
    h(
      'a',
      { class: 'brand', href: '#/' },
      h('img', { src: 'console/icon.svg', alt: '', width: '26', height: '26' }),
      h('span', {}, 'Menta Gateway'),
    ),
    h(
      'a',
      { class: 'pill-link', href: '#/' },
      downSince
        ? badge('bad', 'No answer')
        : !status
          ? badge('off', 'Asking …')
          : !status.taking
            ? badge('bad', 'Not taking')
            : status.troubles.length > 0
              ? badge('warn', 'Trouble')
              : badge('good', 'All well'),
    ),
    h(
      'form',
      { class: 'search', role: 'search', onsubmit: search },
      icon('search'),
      h('input', {
        type: 'search',
        name: 'q',
        id: 'search',
        placeholder: 'Ticket, listing, show or id',
        'aria-label': 'Find a notification by ticket, listing, show or id',
        autocomplete: 'off',
        value: route.query.get('q') ?? '',
      }),
      h('kbd', { 'aria-hidden': 'true' }, '/'),
    ),
    h(
      'div',
      { class: 'bar-tools' },
      name && h('span', { class: 'who', title: `role: ${role}` }, name),
      button('?', help, { kind: 'square', name: 'Keys' }),
      button(
        icon(theme() === 'dark' ? 'sun' : 'moon'),
        () => {
          toggleTheme();
          does.redraw();
        },
        { kind: 'square', name: theme() === 'dark' ? 'Light colours' : 'Dark colours' },
      ),
      button(icon('leave'), does.leave, { kind: 'square', name: 'Forget the token' }),
    ),
  );
}

function search(event) {
  event.preventDefault();
  const word = new FormData(event.target).get('q').trim();
  location.hash = word ? `#/notifications?q=${encodeURIComponent(word)}` : '#/notifications';
}

/** @param pages those that stand in it */
export function menu({ status, route }, pages) {
  return h(
    'nav',
    { class: 'menu', 'aria-label': 'Pages', 'data-key': 'menu' },
    h(
      'ul',
      {},
      pages.map(page => {
        const [count, what] = status && page.count ? page.count(status) : [0];
        const here = route.path === page.path || (page.path !== '/' && route.path.startsWith(`${page.path}/`));
        return h(
          'li',
          {},
          h(
            'a',
            { href: `#${page.path}`, 'aria-current': here ? 'page' : null },
            icon(page.icon),
            h('span', {}, page.menu),
            count > 0 && h('span', { class: 'menu-count' }, number(count), h('span', { class: 'hidden' }, ` ${what}`)),
          ),
        );
      }),
    ),
    status && h('p', { class: 'menu-foot' }, `Version ${status.version}`),
  );
}

/** Told for as long as nothing answers. */
export function down({ downSince }) {
  return (
    downSince &&
    h(
      'div',
      { class: 'banner bad', role: 'alert', 'data-key': 'down' },
      icon('bad'),
      h(
        'div',
        {},
        h('strong', {}, 'The gateway does not answer '),
        `since ${clock(downSince)}. `,
        'What is shown below is from before; this page goes on by itself when it is back. Is the process there? What is the end of its log?',
      ),
    )
  );
}
