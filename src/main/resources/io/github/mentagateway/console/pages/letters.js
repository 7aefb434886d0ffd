// Dead letters and the quarantine: what waits for a person, grouped by reason, and each of them.
import { h } from '../dom.js';
import { button, empty, id, link, panel, table, time } from '../ui.js';
import { get, may } from '../api.js';
import { clock, number } from '../format.js';
import { deliveryActs, reasonActs, replayAction } from '../acts.js';
import { olderButton, withOlder } from '../older.js';

function letters({ name, path, state, nothing, text, columns }) {
  return {
    title: () => name,
    async load() {
      const [reasons, newest] = await Promise.all([get(`${path}/reasons`), get(path, { limit: 50 })]);
      return { groups: reasons.items, newest, couldBeRouted: newest.couldBeRouted ?? {} };
    },
    view(data, route, page) {
      const list = withOlder(data.newest, page, item => item.id);
      if (list.items.length === 0) {
        return empty(nothing, text);
      }
      return [
        Object.entries(data.couldBeRouted).map(([action, count]) =>
          h(
            'div',
            { class: 'banner good', 'data-key': `route ${action}` },
            h('div', {}, h('strong', {}, `${number(count)} of ${action} could be routed by now: `), 'the router has a branch for it.'),
            may('act') && button(`Replay all of ${action}`, () => replayAction(action, page.refresh), { kind: 'primary' }),
          ),
        ),
        panel('By reason', {}, groupsView(state, data.groups, page)),
        panel(
          'Each',
          { note: 'the newest first' },
          table(name, columns(page), list.items, { key: item => item.id, href: item => `#/notifications/${encodeURIComponent(item.id)}` }),
          olderButton(path, list, page),
        ),
      ];
    },
  };
}

/** One line for each reason, with what may be done about all of it. */
export function groupsView(state, groups, page) {
  return h(
    'ul',
    { class: 'groups' },
    groups.map(group =>
      h(
        'li',
        { 'data-row': '', 'data-key': `${group.destination} ${group.reason}` },
        h('span', { class: 'group-count' }, number(group.count)),
        h(
          'div',
          { class: 'group-text' },
          h('p', {}, group.reason || 'no reason is known'),
          h(
            'p',
            { class: 'muted' },
            state === 'dead' && [link(`#/destinations/${encodeURIComponent(group.destination)}`, group.destination), ' · '],
            `first ${clock(group.first)}, last ${clock(group.last)}`,
          ),
        ),
        h('div', { class: 'row-acts' }, reasonActs(state, group, page.refresh)),
      ),
    ),
  );
}

const about = { label: 'About', cell: item => (item.entity ? id(item.entity) : h('span', { class: 'muted' }, 'nothing told')) };
const reason = { label: 'Reason', class: 'wide', cell: item => h('span', { class: 'clamp', title: item.reason }, item.reason ?? '') };
const acts = page => ({ label: 'Acts', cell: item => h('span', { class: 'row-acts' }, deliveryActs(item, page.refresh)) });

export const deadLetters = letters({
  name: 'Dead letters',
  path: '/api/deadletters',
  state: 'dead',
  nothing: 'No dead letters',
  text: 'What was given up waits here until a person decides.',
  columns: page => [
    { label: 'Since', cell: item => time(item.since) },
    { label: 'Destination', cell: item => h('span', { class: 'nowrap' }, item.destination) },
    about,
    { label: 'Attempts', class: 'num', cell: item => number(item.attempts) },
    reason,
    acts(page),
  ],
});

export const quarantine = letters({
  name: 'Quarantine',
  path: '/api/quarantine',
  state: 'quarantined',
  nothing: 'The quarantine is empty',
  text: 'What no route takes, or what cannot be read, waits here until a person decides.',
  columns: page => [
    { label: 'Since', cell: item => time(item.since) },
    {
      label: 'Action',
      cell: item => (item.action ? h('span', { class: 'nowrap' }, item.action) : h('span', { class: 'muted' }, 'not readable')),
    },
    about,
    reason,
    acts(page),
  ],
});
