// What menta tech's notifications have looked like so far.
import { h } from '../dom.js';
import { badge, button, empty, id, link, panel, table, time } from '../ui.js';
import { attempt } from '../dialogs.js';
import { get, may, post } from '../api.js';
import { clock, number, plural } from '../format.js';

export const title = () => 'Contract';

export const load = () => get('/api/contract');

export function view({ actions }, route, page) {
  if (actions.length === 0) {
    return empty(
      'Nothing has been seen yet',
      'With the first notifications the fields of each action stand here, with their types and an example.',
    );
  }
  return actions.map(action =>
    panel(
      action.action ?? 'no action',
      {
        // without an action everything would be acknowledged
        tools: action.action && isNew(action) && may('act') && button('I have seen what is new', () => acknowledge(action, page)),
        note: `${plural(action.count, 'notification')}, first ${clock(action.first)}, last ${clock(action.last)}`,
      },
      h(
        'details',
        { open: actions.length < 4 },
        h('summary', {}, plural(action.fields.length, 'field')),
        table(
          `Fields of ${action.action}`,
          [
            { label: 'Field', cell: field => [id(field.path), field.new && badge('new', 'new')] },
            { label: 'Type', cell: field => field.type },
            { label: 'Seen', class: 'num', cell: field => number(field.count) },
            { label: 'First', cell: field => time(field.first) },
            { label: 'Last', cell: field => time(field.last) },
            {
              label: 'Example',
              class: 'wide',
              cell: field => field.example && link(`#/notifications/${encodeURIComponent(field.example)}`, id(field.example)),
            },
          ],
          action.fields,
          { key: field => `${field.path} ${field.type}` },
        ),
      ),
    ),
  );
}

const isNew = action => action.new || action.fields.some(field => field.new);

/** Only what is shown: what came since stays new. ISO times of different lengths do not compare as texts. */
async function acknowledge({ action, first, fields }, page) {
  const upTo = [first, ...fields.map(field => field.first)].filter(Boolean).reduce((newest, time) => (later(time, newest) ? time : newest));
  await attempt(() => post('/api/contract/acknowledge', { action, upTo }), `What is new of ${action} is known now.`);
  page.refresh();
}

/** To the microsecond, which Date does not have. */
function later(one, other) {
  const padded = time => time.replace(/(?:\.(\d+))?Z$/, (all, part = '') => `.${part.padEnd(9, '0')}Z`);
  return padded(one) > padded(other);
}
