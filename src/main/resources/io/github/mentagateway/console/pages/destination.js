// One destination.
import { h } from '../dom.js';
import { badge, code, empty, facts, id, link, panel, states, table, time } from '../ui.js';
import { get } from '../api.js';
import { aheadOf, clock, number, plural, since } from '../format.js';
import { health } from '../map.js';
import { chart } from '../chart.js';
import { backlogActs, destinationActs } from '../acts.js';
import { groupsView } from './letters.js';

export const title = route => route.id;
export const heading = true;

export async function load(route) {
  const [destinations, series, dead, map, recent] = await Promise.all([
    get('/api/destinations'),
    get('/api/series'),
    get('/api/deadletters/reasons'),
    get('/api/map'),
    get('/api/notifications', { destination: route.id, limit: 10 }),
  ]);
  return {
    one: destinations.items.find(each => each.name === route.id),
    series,
    dead: dead.items.filter(group => group.destination === route.id),
    lines: map.boxes.find(box => box.title === route.id)?.lines ?? [],
    recent,
  };
}

export function view({ one, series, dead, lines, recent }, route, page) {
  if (!one) {
    return [
      h('h1', {}, route.id),
      empty('There is no such destination', 'No route reads it, and nothing waits for it.', link('#/destinations', 'All destinations')),
    ];
  }
  const how = health(one);
  const counted = series.destinations[one.name];
  const points = counted
    ? counted.delivered
        .map((delivered, at) => ({ at: series.hour[at]?.at, delivered, failed: counted.failed[at] }))
        .filter(point => point.at)
    : [];
  return [
    h(
      'div',
      { class: 'title-row', 'data-key': 'title' },
      h(
        'div',
        {},
        h('p', { class: 'crumbs' }, link('#/destinations', 'Destinations'), ' /'),
        h('h1', {}, one.name, ' ', badge(how.tone, how.word)),
      ),
      h('div', { class: 'tools' }, destinationActs(one, page.refresh), backlogActs(one, page.refresh)),
    ),
    how.since &&
      h(
        'div',
        { class: `banner ${how.tone}`, 'data-key': 'how' },
        h('div', {}, h('strong', {}, `${how.word} since ${clock(how.since)}, ${since(how.since)}. `), how.text && h('q', {}, how.text)),
      ),
    h(
      'div',
      { class: 'columns', 'data-key': 'columns' },
      h(
        'div',
        {},
        panel(
          'Now',
          {},
          facts([
            [
              'Waiting',
              one.waiting > 0
                ? link(`#/notifications?destination=${encodeURIComponent(one.name)}&state=waiting`, number(one.waiting))
                : '0',
            ],
            ['Oldest', one.oldest ? [clock(one.oldest), ' (', time(one.oldest), ')'] : 'nothing waits'],
            ['Dead letters', number(one.deadLetters)],
            ['Next probe', one.nextProbeAt && `${clock(one.nextProbeAt)} (${aheadOf(one.nextProbeAt)})`],
            ['Paused', one.pausedSince && `since ${clock(one.pausedSince)}: ${one.pauseReason}`],
            ['Window', one.window && `${one.window}${one.closedUntil ? `; closed until ${clock(one.closedUntil)}` : ''}`],
            ['Rate', one.rate],
            [
              'At once',
              one.concurrency &&
                (one.allowed === one.concurrency
                  ? plural(one.concurrency, 'delivery', 'deliveries')
                  : `${one.allowed} of ${one.concurrency}, since it is slow or fails`),
            ],
            ['Read here', one.read ? 'yes' : 'no route reads it'],
          ]),
        ),
        panel(
          'What the route does',
          {},
          lines.length > 0 ? code(lines.join('\n'), 'Steps') : h('p', { class: 'muted' }, 'No route of these files reads it.'),
        ),
      ),
      h(
        'div',
        {},
        panel(
          'Last hour',
          {
            note: counted
              ? `${number(counted.hour.delivered)} delivered, ${number(counted.hour.failed)} failed; ${number(counted.day.delivered)} in the last day`
              : 'not counted yet',
          },
          chart({
            title: 'Attempts',
            points,
            slots: 60,
            shape: 'bars',
            unit: number,
            lines: [
              { name: 'delivered', of: point => point.delivered, tone: 'accent' },
              { name: 'failed', of: point => point.failed, tone: 'bad' },
            ],
          }),
        ),
        panel(
          'Latest notifications',
          {},
          recent.items.length === 0
            ? h('p', { class: 'muted' }, 'None found.')
            : table(
                `The latest of ${one.name}`,
                [
                  { label: 'Received', cell: item => time(item.receivedAt) },
                  { label: 'About', cell: item => (item.entity ? id(item.entity) : '–') },
                  { label: 'Deliveries', cell: item => states(item.deliveries) },
                ],
                recent.items,
                { key: item => item.id, href: item => `#/notifications/${encodeURIComponent(item.id)}` },
              ),
        ),
      ),
    ),
    dead.length > 0 && panel('Dead letters by reason', { key: 'dead' }, groupsView('dead', dead, page)),
  ];
}
