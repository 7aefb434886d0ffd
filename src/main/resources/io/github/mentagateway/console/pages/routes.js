// The route files that run, and what became of the latest edit.
import { h } from '../dom.js';
import { badge, button, id, panel, table, time } from '../ui.js';
import { get, may, post } from '../api.js';
import { clock } from '../format.js';
import { ask, attempt } from '../dialogs.js';

const OUTCOMES = {
  swapped: ['good', 'in use'],
  unchanged: ['good', 'unchanged'],
  refused: ['bad', 'refused: what was good before runs'],
  broken: ['bad', 'broken: some routes do not run'],
};

export const title = () => 'Routes';

export const load = () => get('/api/routes');

export function view(data, route, page) {
  const { last } = data;
  return [
    panel(
      'The latest edit',
      { tools: may('act') && button('Reload now', () => reload(page), { kind: 'primary' }) },
      h(
        'p',
        {},
        badge(...(OUTCOMES[last.outcome] ?? ['off', last.outcome])),
        ` ${clock(last.at)} (`,
        time(last.at),
        '). ',
        data.watched ? 'An edit counts by itself within a second or two.' : 'An edit counts when it is reloaded, or at the next start.',
      ),
      last.failure && h('p', { class: 'bad-text' }, last.failure),
      last.changed.length > 0 && h('p', { class: 'muted' }, `Changed: ${last.changed.join(', ')}`),
      last.findings.length > 0 &&
        table(
          'Findings',
          [
            { label: 'Where', cell: one => id([one.file, one.line, one.column].filter(Boolean).join(':')) },
            { label: 'How bad', cell: one => badge(one.severity === 'error' ? 'bad' : 'warn', one.severity) },
            { label: 'What', class: 'wide', cell: one => one.message },
            { label: 'Rule', cell: one => one.rule },
          ],
          last.findings,
          { key: one => `${one.file} ${one.line} ${one.column} ${one.rule}` },
        ),
    ),
    panel(
      'Files that run',
      { note: 'the hash is the beginning of SHA-256, to compare with another machine' },
      table(
        'Files',
        [
          { label: 'File', cell: one => id(one.file) },
          { label: 'In use since', cell: one => [clock(one.since), ' (', time(one.since), ')'] },
          { label: 'Hash', cell: one => id(one.hash) },
        ],
        data.items,
        { key: one => one.file },
      ),
    ),
  ];
}

async function reload(page) {
  if (
    await ask({
      title: 'Reload the routes?',
      act: 'Reload',
      text: 'The files are read, checked and tried with their cases. Without an error what changed is exchanged; with one nothing changes.',
    })
  ) {
    await attempt(
      () => post('/api/routes/reload'),
      ({ outcome }) => {
        const [tone, word] = OUTCOMES[outcome] ?? ['off', outcome];
        return [`The routes are ${word}.`, tone === 'bad'];
      },
    );
    page.refresh();
  }
}
