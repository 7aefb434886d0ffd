// What persons did, and why.
import { h } from '../dom.js';
import { badge, empty, id, link, table, time } from '../ui.js';
import { get } from '../api.js';
import { olderButton, withOlder } from '../older.js';

const TONES = { done: 'good', refused: 'warn', begun: 'warn', failed: 'bad' };

export const title = () => 'Acts';

export const load = () => get('/api/acts', { limit: 50 });

export function view(newest, route, page) {
  const list = withOlder(newest, page, one => one.number);
  if (list.items.length === 0) {
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
      list.items,
      { key: one => one.number },
    ),
    olderButton('/api/acts', list, page),
  ];
}

const about = text => (/^[a-z0-9]+-\d+/.test(text ?? '') ? link(`#/notifications/${encodeURIComponent(text)}`, id(text)) : (text ?? ''));
