// What was received, whatever became of it. The filters stand in the address, so that a search can be sent to somebody else.
import { h } from '../dom.js';
import { badge, button, empty, id, say, states, STATES, table, time } from '../ui.js';
import { get } from '../api.js';
import { clock } from '../format.js';
import { foundActs } from '../acts.js';

const FILTERS = ['q', 'entity', 'action', 'destination', 'state', 'error', 'since', 'until'];
const PERIODS = { '15m': ['last 15 minutes', 15], '1h': ['last hour', 60], '24h': ['last 24 hours', 1440], '7d': ['last 7 days', 10080] };

export const title = route => (route.query.get('q') ? `Found for “${route.query.get('q')}”` : 'Notifications');

const wanted = route => {
  const query = Object.fromEntries(FILTERS.filter(name => route.query.get(name)).map(name => [name, route.query.get(name)]));
  const period = PERIODS[query.since];
  return period ? { ...query, since: new Date(Date.now() - period[1] * 60_000).toISOString() } : query;
};

/** The newest page is asked for again and again; the older ones that were opened stay as they are. Each search has its own list, which no poll replaces. */
export async function load(route, page) {
  const list = (page.kept[route.hash] ??= { route, live: true, items: null, seen: null });
  if (list.items && !list.live) {
    return list;
  }
  const [newest, destinations] = await Promise.all([get('/api/notifications', { ...wanted(route), limit: 50 }), get('/api/destinations')]);
  const fresh = !list.items;
  if (fresh && route.query.get('q') && newest.items.length === 1 && newest.items[0].id === route.query.get('q')) {
    page.go(`#/notifications/${encodeURIComponent(newest.items[0].id)}`);
  }
  const known = new Set(newest.items.map(item => item.id));
  // without one that stands in both there may be some between, so the list begins anew
  const older = list.items?.some(item => known.has(item.id)) ? list.items.filter(item => !known.has(item.id)) : [];
  return Object.assign(list, {
    items: [...newest.items, ...older],
    next: older.length === 0 ? newest.next : list.next,
    lookedBackTo: older.length === 0 ? newest.lookedBackTo : list.lookedBackTo,
    destinations: destinations.items,
    seen: list.seen ?? known,
  });
}

export function view(data, route, page) {
  const isNew = item => !data.seen.has(item.id);
  return [
    filters(data, route, page),
    data.items.length === 0
      ? empty(
          'Nothing found',
          data.next
            ? `Looked back to ${clock(data.lookedBackTo)}; there may be some before.`
            : FILTERS.some(name => route.query.get(name))
              ? 'No notification that is kept fits these filters.'
              : 'No notification has come yet.',
          !data.next &&
            FILTERS.every(name => !route.query.get(name)) &&
            h('p', {}, 'Try one: ', h('code', {}, './menta-gateway send samples/ticket.updated.flat.json')),
        )
      : table(
          'Notifications, the newest first',
          [
            { label: 'Received', cell: item => [time(item.receivedAt), isNew(item) && badge('new', 'new')] },
            { label: 'Action', cell: item => item.action ?? h('span', { class: 'muted' }, 'not readable') },
            { label: 'About', cell: item => (item.entity ? id(item.entity) : h('span', { class: 'muted' }, 'nothing told')) },
            { label: 'Deliveries', cell: item => states(item.deliveries) },
            { label: 'Id', cell: item => id(item.id) },
          ],
          data.items,
          { key: item => item.id, href: item => `#/notifications/${encodeURIComponent(item.id)}` },
        ),
    data.next &&
      h(
        'div',
        { class: 'more' },
        button(data.items.length === 0 ? 'Look further back' : 'Show older ones', () => more(data, page)),
        h('span', { class: 'muted' }, data.lookedBackTo ? `looked back to ${clock(data.lookedBackTo)}` : ''),
      ),
  ];
}

async function more(list, page) {
  try {
    const older = await get('/api/notifications', { ...wanted(list.route), limit: 50, before: list.next });
    const known = new Set(list.items.map(item => item.id));
    older.items.forEach(item => list.seen.add(item.id));
    Object.assign(list, {
      items: [...list.items, ...older.items.filter(item => !known.has(item.id))],
      next: older.next,
      lookedBackTo: older.lookedBackTo,
    });
    page.redraw();
  } catch (failure) {
    say(failure.message, true);
  }
}

function filters(data, route, page) {
  const change = event => {
    const form = new FormData(event.target.form ?? event.target);
    const query = new URLSearchParams([...form].filter(([, value]) => value !== ''));
    page.go(`#/notifications${query.size > 0 ? `?${query}` : ''}`);
  };
  const chosen = name => route.query.get(name) ?? '';
  const choice = (name, label, any, options) =>
    h(
      'label',
      { class: 'field' },
      h('span', {}, label),
      h(
        'select',
        { name, onchange: change, value: chosen(name) },
        h('option', { value: '' }, any),
        options.map(([value, text]) => h('option', { value }, text)),
      ),
    );
  const since = chosen('since');
  return h(
    'form',
    {
      class: 'filters',
      role: 'search',
      'aria-label': 'Filters',
      onsubmit: event => {
        event.preventDefault();
        change(event);
      },
      'data-key': 'filters',
    },
    h(
      'label',
      { class: 'field grow' },
      h('span', {}, 'Ticket, listing, show or id'),
      h('input', { type: 'search', name: 'q', value: chosen('q'), autocomplete: 'off' }),
    ),
    choice(
      'state',
      'State',
      'any',
      Object.entries(STATES).map(([name, [, word]]) => [name, word]),
    ),
    choice(
      'destination',
      'Destination',
      'any',
      data.destinations.map(one => [one.name, one.name]),
    ),
    h(
      'label',
      { class: 'field' },
      h('span', {}, 'Action'),
      h('input', { name: 'action', value: chosen('action'), autocomplete: 'off', placeholder: 'any' }),
    ),
    h(
      'label',
      { class: 'field' },
      h('span', {}, 'Error has'),
      h('input', { name: 'error', value: chosen('error'), autocomplete: 'off', placeholder: 'any' }),
    ),
    choice('since', 'Received', 'any time', [
      ...Object.entries(PERIODS).map(([value, [text]]) => [value, text]),
      ...(since && !PERIODS[since] ? [[since, `since ${clock(since)}`]] : []),
    ]),
    chosen('entity') && h('input', { type: 'hidden', name: 'entity', value: chosen('entity') }),
    h(
      'div',
      { class: 'filter-acts' },
      h('button', { type: 'submit', class: 'button primary' }, 'Find'),
      route.query.size > 0 && h('a', { class: 'button', href: '#/notifications' }, 'Clear'),
      data.items.length > 0 && foundActs(wanted(route), data.destinations, page.refresh),
      h('label', { class: 'switch' }, live(data, page), h('span', {}, 'Live')),
    ),
  );
}

function live(data, page) {
  const box = h('input', {
    type: 'checkbox',
    onchange: event => {
      data.live = event.target.checked;
      page.refresh();
    },
  });
  box.checked = data.live;
  return box;
}
