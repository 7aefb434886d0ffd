// What persons did, and why.
import { h } from '../dom.js';
import { badge, button, empty, id, link, table, time } from '../ui.js';
import { get } from '../api.js';

const TONES = { done: 'good', refused: 'warn', begun: 'warn', failed: 'bad' };

export const title = () => 'Acts';

export async function load(route, before) {
  const newest = await get('/api/acts', { limit: 50 });
  const known = new Set(newest.items.map(item => item.number));
  const older = (before?.older ?? []).filter(item => !known.has(item.number));
  return { items: [...newest.items, ...older], older, next: older.length > 0 ? before.next : newest.next };
}

export function view(data, route, page) {
  if (data.items.length === 0) {
    return empty(
      'Nobody has done anything yet',
      'Each pause, retry, replay, discard and look at what is masked stands here, with who, when and why.',
    );
  }
  return [
    table(
      'Acts, the latest first',
      [
        { label: 'When', cell: one => time(one.at, { precise: true }) },
        { label: 'Who', cell: one => one.who },
        { label: 'What', cell: one => one.what },
        { label: 'About', cell: one => about(one.about) },
        { label: 'Why', class: 'wide', cell: one => one.why ?? '' },
        {
          label: 'Outcome',
          cell: one => [badge(TONES[one.outcome] ?? 'off', one.outcome ?? ''), one.detail && h('p', { class: 'cell-note' }, one.detail)],
        },
      ],
      data.items,
      { key: one => one.number },
    ),
    data.next &&
      h(
        'div',
        { class: 'more' },
        button('Show older ones', () => more(data, page)),
      ),
  ];
}

const about = text => (/^[a-z0-9]+-\d+/.test(text ?? '') ? link(`#/notifications/${encodeURIComponent(text)}`, id(text)) : (text ?? ''));

async function more(data, page) {
  const older = await get('/api/acts', { limit: 50, before: data.next });
  data.older.push(...older.items);
  data.items.push(...older.items);
  data.next = older.next;
  page.redraw();
}
