// All destinations: how each is, what waits, and what it said last.
import { h } from '../dom.js';
import { badge, empty, link, table, time } from '../ui.js';
import { get } from '../api.js';
import { number, since } from '../format.js';
import { health } from '../map.js';
import { spark } from '../chart.js';
import { destinationActs } from '../acts.js';

export const title = () => 'Destinations';

export async function load() {
  const [destinations, series] = await Promise.all([get('/api/destinations'), get('/api/series')]);
  return { items: destinations.items.filter(one => one.name !== 'notifications' || one.waiting > 0 || one.deadLetters > 0), series };
}

export function view({ items, series }, route, page) {
  return items.length === 0
    ? empty('There is no destination', 'A route that reads a channel durable:NAME is one.')
    : table(
        'Destinations',
        [
          { label: 'Destination', cell: one => h('strong', {}, one.name) },
          {
            label: 'State',
            cell: one => {
              const how = health(one);
              return [
                badge(how.tone, how.since ? `${how.word} ${since(how.since)}` : how.word),
                how.text && h('p', { class: 'cell-note' }, how.text),
              ];
            },
          },
          { label: 'Waiting', class: 'num', cell: one => number(one.waiting) },
          { label: 'Oldest', cell: one => (one.oldest ? time(one.oldest) : '–') },
          {
            label: 'Dead letters',
            class: 'num',
            cell: one => (one.deadLetters > 0 ? link('#/deadletters', number(one.deadLetters)) : '0'),
          },
          {
            label: 'Last hour',
            cell: one => {
              const counted = series.destinations[one.name];
              return counted
                ? [
                    spark(counted.delivered, counted.failed),
                    h('span', { class: 'cell-note' }, `${number(counted.hour.delivered)} delivered, ${number(counted.hour.failed)} failed`),
                  ]
                : '–';
            },
          },
          { label: 'Acts', cell: one => h('span', { class: 'row-acts' }, destinationActs(one, page.refresh)) },
        ],
        items,
        { key: one => one.name, href: one => `#/destinations/${encodeURIComponent(one.name)}` },
      );
}
