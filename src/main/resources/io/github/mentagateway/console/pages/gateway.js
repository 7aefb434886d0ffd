// The process: its version, and its settings without secrets.
import { facts, id, panel, time } from '../ui.js';
import { get } from '../api.js';
import { clock } from '../format.js';

export const title = () => 'Gateway';
export const every = 30_000;

export const load = () => get('/api/settings');

export function view(data, route, page) {
  const { settings, version, java, ...rest } = data;
  const shown = value => (value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value));
  return [
    panel(
      'The process',
      {},
      facts([
        ['Version', version ?? page.status.version],
        ['Java', java],
        ['Started', [clock(page.status.startedAt), ' (', time(page.status.startedAt), ')']],
        ...Object.entries(rest)
          .filter(([, value]) => typeof value !== 'object')
          .map(([name, value]) => [name, shown(value)]),
      ]),
    ),
    panel('Settings', { note: 'without secrets' }, facts(pairs(settings).map(([name, value]) => [id(name), shown(value)]))),
  ];
}

/** As an object, or as a list of names and values. */
const pairs = settings =>
  Array.isArray(settings) ? settings.map(one => [one.name ?? one.key, one.value]) : Object.entries(settings ?? {});
