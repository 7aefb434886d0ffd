// What menta tech's notifications have looked like so far.
import { h } from '../dom.js';
import { empty, id, panel, table, time } from '../ui.js';
import { get } from '../api.js';
import { clock, number, plural } from '../format.js';

export const title = () => 'Contract';

export const load = () => get('/api/contract');

export function view({ actions }) {
  if (actions.length === 0) {
    return empty(
      'Nothing has been seen yet',
      'With the first notifications the fields of each action stand here, with their types and an example.',
    );
  }
  return actions.map(action =>
    panel(
      action.action ?? 'no action',
      { note: `${plural(action.count, 'notification')}, first ${clock(action.first)}, last ${clock(action.last)}` },
      h(
        'details',
        { open: actions.length < 4 },
        h('summary', {}, plural(action.fields.length, 'field')),
        table(
          `Fields of ${action.action}`,
          [
            { label: 'Field', cell: field => id(field.path) },
            { label: 'Type', cell: field => field.type },
            { label: 'Seen', class: 'num', cell: field => number(field.count) },
            { label: 'First', cell: field => time(field.first) },
            { label: 'Last', cell: field => time(field.last) },
            {
              label: 'Example',
              class: 'wide',
              cell: field => (field.example === null || field.example === undefined ? '' : id(String(field.example))),
            },
          ],
          action.fields,
          { key: field => `${field.path} ${field.type}` },
        ),
      ),
    ),
  );
}
