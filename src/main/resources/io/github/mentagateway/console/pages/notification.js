// One notification: what came, what happened to it, each delivery and attempt, and what may be done.
import { h } from '../dom.js';
import { badge, button, code, facts, id, link, panel, state, states, table, time } from '../ui.js';
import { get, may, part } from '../api.js';
import { clock, millis, plural, since } from '../format.js';
import { health } from '../map.js';
import { deliverAgain, deliveryActs } from '../acts.js';
import { ask, attempt } from '../dialogs.js';

const MOST = 25;
const OUTCOMES = {
  DELIVERED: ['good', 'delivered'],
  RETRY: ['warn', 'failed, tried again'],
  DEAD_LETTER: ['bad', 'given up'],
  QUARANTINED: ['warn', 'quarantined'],
  INTERRUPTED: ['warn', 'interrupted'],
};

export const title = route => route.id;
export const heading = true;

const notificationAt = id => `/api/notifications/${part(id)}`;
const deliveryAt = id => `/api/deliveries/${part(id)}`;

export async function load(route) {
  const [notification, destinations] = await Promise.all([get(notificationAt(route.id)), get('/api/destinations')]);
  const deliveries = await Promise.all(notification.newest.slice(0, MOST).map(one => get(deliveryAt(one.id))));
  return { notification, deliveries: [...deliveries].reverse(), destinations: destinations.items };
}

export function view(masked, route, page) {
  const data = unmasked(masked, page.kept.revealed);
  const { notification: one, deliveries } = data;
  const copies = Object.entries(one.copies);
  return [
    h(
      'div',
      { class: 'title-row', 'data-key': 'title' },
      h(
        'div',
        {},
        h('p', { class: 'crumbs' }, link('#/notifications', 'Notifications'), ' /'),
        h('h1', {}, one.action ?? 'Not readable', ' ', states(one.deliveries)),
      ),
      h('div', { class: 'tools' }, may('act') && button('Deliver again', () => deliverAgain(one.id, page.refresh))),
    ),
    panel(
      'What came',
      {},
      facts([
        ['Id', id(one.id)],
        ['About', one.entity ? link(`#/notifications?entity=${encodeURIComponent(one.entity)}`, one.entity) : 'nothing told: unordered'],
        ['Received', [clock(one.receivedAt), ' (', time(one.receivedAt), ')']],
        [
          'Copies',
          copies.length > 0
            ? `${copies.map(([rule, count]) => `${count} by the rule ${rule}`).join(', ')}; the last one ${clock(one.lastCopyAt)}`
            : 'none came',
        ],
      ]),
    ),
    h(
      'div',
      { class: 'columns', 'data-key': 'columns' },
      h(
        'div',
        {},
        panel(
          'Deliveries',
          { note: one.newest.length > deliveries.length ? `the newest ${deliveries.length}` : null },
          deliveries.map(delivery =>
            deliveryView(
              delivery,
              data.destinations.find(known => known.name === delivery.destination),
              route,
              page,
            ),
          ),
        ),
      ),
      h('div', {}, panel('What happened', {}, timeline(one, deliveries)), content(data, page)),
    ),
  ];
}

function deliveryView(delivery, destination, route, page) {
  return h(
    'article',
    {
      class: `delivery ${delivery.id === route.id ? 'chosen' : ''}`,
      'data-key': delivery.id,
      'data-row': '',
      'aria-label': `Delivery to ${delivery.destination}`,
    },
    h(
      'div',
      { class: 'delivery-head' },
      h(
        'h3',
        {},
        delivery.destination === 'notifications'
          ? h('a', { href: '#/routes' }, 'the router')
          : link(`#/destinations/${encodeURIComponent(delivery.destination)}`, delivery.destination),
      ),
      state(delivery.state),
      h('span', { class: 'muted' }, 'since ', clock(delivery.since)),
      h('div', { class: 'tools' }, deliveryActs(delivery, page.refresh)),
    ),
    h('p', {}, id(delivery.id)),
    delivery.reason && h('p', { class: delivery.state === 'dead' ? 'bad-text' : 'muted' }, delivery.reason),
    delivery.state === 'waiting' && h('p', {}, whyItWaits(delivery, destination)),
    delivery.history.length > 0 &&
      h(
        'details',
        { open: delivery.state !== 'delivered' },
        h('summary', {}, plural(delivery.history.length, 'attempt')),
        table(
          `Attempts of ${delivery.id}`,
          [
            { label: 'No.', cell: attempt => attempt.number },
            { label: 'Started', cell: attempt => time(attempt.startedAt, { precise: true }) },
            { label: 'Took', cell: attempt => millis(attempt.tookMillis) },
            { label: 'Outcome', cell: attempt => badge(...(OUTCOMES[attempt.outcome] ?? ['off', attempt.outcome])) },
            { label: 'Error', class: 'wide', cell: attempt => attempt.error ?? '' },
          ],
          delivery.history,
          { key: attempt => attempt.number },
        ),
      ),
    delivery.payload &&
      h('details', {}, h('summary', {}, 'What is sent, where it differs from what came'), code(delivery.payload, 'Payload')),
  );
}

/** What holds it up, as far as the destination tells. */
function whyItWaits(delivery, destination) {
  const how = health(destination);
  if (how.tone === 'bad' || how.tone === 'paused') {
    return [badge(how.tone, how.since ? `${how.word} ${since(how.since)}` : how.word), ' ', how.text && h('q', {}, how.text)];
  }
  return delivery.history.length > 0
    ? 'It is tried again by itself.'
    : 'It has not been tried yet: it waits for its turn, or for an earlier one of its entity.';
}

function timeline(one, deliveries) {
  const name = delivery => (delivery.destination === 'notifications' ? 'the router' : delivery.destination);
  const events = [
    [one.receivedAt, 'good', 'received, and on disk'],
    ...(one.lastCopyAt ? [[one.lastCopyAt, 'off', 'the last copy came, and was not delivered']] : []),
    ...deliveries.flatMap(delivery =>
      delivery.history.map(attempt => {
        const [tone, word] = OUTCOMES[attempt.outcome] ?? ['off', attempt.outcome];
        const done = attempt.outcome === 'DELIVERED' && delivery.destination === 'notifications';
        return [
          attempt.startedAt,
          tone,
          done ? 'routed' : `${name(delivery)}: ${word}`,
          `attempt ${attempt.number}, ${millis(attempt.tookMillis)}`,
        ];
      }),
    ),
    ...(one.acts
      ? [...new Map([...one.acts, ...deliveries.flatMap(delivery => delivery.acts ?? [])].map(act => [act.number, act])).values()].map(
          act => [
            act.at,
            'off',
            `${act.who}: ${act.what}`,
            [act.why, act.outcome === 'done' ? null : act.outcome].filter(Boolean).join('; '),
          ],
        )
      : deliveries
          .filter(delivery => ['discarded', 'replayed'].includes(delivery.state))
          .map(delivery => [delivery.since, 'off', `${name(delivery)}: ${delivery.state} by a person`])),
  ].sort(([a], [b]) => a.localeCompare(b));
  const waiting = deliveries.filter(delivery => delivery.state === 'waiting');
  return h(
    'ol',
    { class: 'timeline' },
    events.map(([at, tone, text, more], index) =>
      h(
        'li',
        { class: tone, 'data-key': `${at} ${index}` },
        h('span', { class: 'timeline-at' }, clock(at)),
        h('span', {}, text),
        more && h('span', { class: 'muted' }, ` ${more}`),
      ),
    ),
    waiting.length > 0 &&
      h(
        'li',
        { class: 'waiting', 'data-key': 'now' },
        h('span', { class: 'timeline-at' }, 'now'),
        h('span', {}, `waiting: ${waiting.map(name).join(', ')}`),
      ),
  );
}

function content(data, page) {
  const { notification: one } = data;
  return panel(
    'The body',
    {
      note: page.kept.revealed ? 'as it came: it may name people' : 'personal data is masked',
      tools: !page.kept.revealed && may('reveal') && button('Reveal', () => reveal(data, page)),
    },
    one.body ? code(one.body, 'Body') : h('p', { class: 'muted' }, 'It has none.'),
    h('details', {}, h('summary', {}, plural(Object.keys(one.headers).length, 'header')), facts(Object.entries(one.headers))),
  );
}

async function reveal(data, page) {
  const sure = await ask({
    title: 'Reveal what is masked?',
    act: 'Reveal',
    text: ['Names, addresses and numbers of persons are shown until you leave this page.', 'That somebody looked is recorded.'],
  });
  const revealed = sure && (await attempt(() => askUnmasked(data), 'Revealed.'));
  if (revealed) {
    page.kept.revealed = revealed;
    page.redraw();
  }
}

/** Each look at what is masked is recorded, so it is asked for once, and only of what has something masked. What comes later is shown masked. */
async function askUnmasked({ notification, deliveries }) {
  const hiding = deliveries.filter(one => one.payload || JSON.stringify([one.reason, one.history]).includes('***'));
  const [original, ...others] = await Promise.all([
    get(notificationAt(notification.id), { reveal: true }),
    ...hiding.map(one => get(deliveryAt(one.id), { reveal: true })),
  ]);
  return { original, deliveries: new Map(others.map(one => [one.id, one])) };
}

/** What the latest poll tells, with what was revealed put in where it is of the same. */
function unmasked(data, revealed) {
  if (!revealed) {
    return data;
  }
  const { body, headers } = revealed.original;
  return { ...data, notification: { ...data.notification, body, headers }, deliveries: data.deliveries.map(delivery) };

  function delivery(now) {
    const then = revealed.deliveries.get(now.id);
    if (!then) {
      return now;
    }
    const same = attempt => then.history.find(one => one.number === attempt.number && one.outcome === attempt.outcome);
    return {
      ...now,
      payload: then.payload ?? now.payload,
      reason: then.since === now.since ? then.reason : now.reason,
      history: now.history.map(attempt => ({ ...attempt, error: same(attempt)?.error ?? attempt.error })),
    };
  }
}
