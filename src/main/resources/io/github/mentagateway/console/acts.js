// What a person may decide about one delivery, one destination or one reason. Each button is there only for who may.
import { button } from './ui.js';
import { ask, attempt, attemptOrForce, bulk, choose, editAndReplay } from './dialogs.js';
import { get, may, part, post } from './api.js';
import { plural } from './format.js';

const KINDS = {
  dead: { path: '/api/deadletters', what: ['dead letter', 'dead letters'] },
  quarantined: { path: '/api/quarantine', what: ['notification in quarantine', 'notifications in quarantine'] },
};

/** The buttons for a delivery in whatever state it is. */
export function deliveryActs(delivery, changed) {
  if (!may('act')) {
    return [];
  }
  const letter = KINDS[delivery.state];
  const discardIt = button('Discard', () => discard(delivery.id, changed), { kind: 'quiet-danger', name: `Discard ${delivery.id}` });
  if (delivery.state === 'waiting') {
    return [
      // what the router has not routed would come to no other destination
      delivery.destination !== 'notifications' &&
        button('Move', () => move(delivery, changed), { name: `Move ${delivery.id}`, title: 'To another destination' }),
      discardIt,
    ];
  }
  if (!letter) {
    return ['delivered', 'discarded', 'replayed'].includes(delivery.state) && delivery.destination !== 'notifications'
      ? [button('Deliver again', () => deliverAgain(delivery.id, changed))]
      : [];
  }
  return [
    delivery.state === 'dead' &&
      button('Retry', () => one(letter, 'retry', delivery.id, changed), {
        kind: 'primary',
        key: 'retry',
        name: `Retry ${delivery.id}`,
        title: 'The same delivery again, with the same id, at its old place',
      }),
    button('Replay', () => one(letter, 'replay', delivery.id, changed), {
      kind: delivery.state === 'dead' ? '' : 'primary',
      key: delivery.state === 'dead' ? null : 'retry',
      name: `Replay ${delivery.id}`,
      title: 'A new delivery, at the end of its line',
    }),
    delivery.state === 'quarantined' && may('reveal') && button('Edit and replay', () => editAndReplay(delivery.id).then(changed)),
    discardIt,
  ];
}

/** Where it could go instead. */
async function chooseOther(than, title, text) {
  const destinations = await attempt(() => get('/api/destinations'));
  const names = destinations?.items.filter(one => one.read && one.name !== than && one.name !== 'notifications').map(one => one.name);
  return names && choose({ title, text, label: 'To', options: names, none: 'There is no other destination that a route reads.', act: 'Move' });
}

async function move(delivery, changed) {
  const to = await chooseOther(delivery.destination, `Move ${delivery.id}?`, [
    'It waits there in its place: before what is newer of its entity, behind what is older.',
    'What could undo a newer one is refused.',
  ]);
  if (to) {
    await attemptOrForce(
      force => post(`/api/deliveries/${part(delivery.id)}/move`, { to, ...(force ? { force } : {}) }),
      answer => `Moved: it is ${answer.id} now.`,
    );
    changed();
  }
}

export async function deliverAgain(id, changed) {
  const sure = await ask({
    title: `Deliver ${id} again?`,
    act: 'Deliver again',
    text: [
      'It is delivered once more, as a new delivery at the end of the line of its entity: a system that knows ids takes it for new.',
      'What a newer one has overtaken is refused.',
    ],
  });
  if (sure) {
    const where = id.includes('.') ? '/api/deliveries/' : '/api/notifications/';
    await attemptOrForce(
      force => post(`${where}${part(id)}/deliver`, force ? { force } : {}),
      answer => `Delivered again as ${answer.id}.`,
    );
    changed();
  }
}

async function one(letter, decision, id, changed) {
  await attemptOrForce(
    force => post(`${letter.path}/${part(id)}/${decision}`, force ? { force } : {}),
    answer => (decision === 'retry' ? `${id} is tried again.` : `Replayed as ${answer.id}.`),
  );
  changed();
}

async function discard(id, changed) {
  const reason = await ask({
    title: `Discard ${id}?`,
    text: 'It is never sent, and that is not undone. Your reason stays on record.',
    act: 'Discard',
    reason: 'Why need it not be sent?',
    danger: true,
  });
  if (reason) {
    await attempt(() => post(`/api/deliveries/${part(id)}/discard`, { reason }), `${id} is discarded.`);
    changed();
  }
}

/** The longest part of a reason that stands in it as it is: numbers and private parts are not shown, so they cannot be asked for. */
export const asked = reason =>
  (reason ?? '')
    .split(/#|\*\*\*|\S*\*\S*@\S+/)
    .map(text => text.trim())
    .sort((a, b) => b.length - a.length)[0]
    ?.slice(0, 290) || null;

/** The buttons for all of one reason; none where the reason shows no words to find it by, since all of the destination would be found. */
export function reasonActs(state, group, changed) {
  const error = asked(group.reason);
  if (!may('act') || !error) {
    return [];
  }
  const letter = KINDS[state];
  const query = { destination: group.destination, error };
  const all = (decision, done, act, more = {}) =>
    bulk({
      title: `${act} all of this reason?`,
      what: letter.what,
      path: `${letter.path}/${decision}`,
      query,
      act,
      done,
      expected: group.count,
      ...more,
    }).then(changed);
  return [
    state === 'dead' &&
      button('Retry all', () => all('retry', 'retried', 'Retry'), {
        kind: 'primary',
        key: 'retry',
        name: `Retry all ${group.count} for ${group.destination}`,
      }),
    button('Replay all', () => all('replay', 'replayed', 'Replay'), {
      kind: state === 'dead' ? '' : 'primary',
      key: state === 'dead' ? null : 'retry',
      name: `Replay all ${group.count} for ${group.destination}`,
    }),
    button('Discard all', () => all('discard', 'discarded', 'Discard', { reason: 'Why need they not be sent?', danger: true }), {
      kind: 'quiet-danger',
      name: `Discard all ${group.count} for ${group.destination}`,
    }),
  ];
}

/** Those of one action, that have a branch by now. */
export const replayAction = (action, changed) =>
  bulk({
    title: `Replay all of ${action}?`,
    what: KINDS.quarantined.what,
    path: '/api/quarantine/replay',
    query: { action },
    act: 'Replay',
    done: 'replayed',
  }).then(changed);

export async function pause(name, changed) {
  const reason = await ask({
    title: `Pause ${name}?`,
    act: 'Pause',
    reason: 'Why?',
    text: 'Nothing more is sent there until somebody resumes it. What comes meanwhile waits, in order; nothing is lost.',
  });
  if (reason) {
    await attempt(() => post(`/api/destinations/${part(name)}/pause`, { reason }), `${name} is paused.`);
    changed();
  }
}

/** Harmless, so it asks nothing: it is what the gateway does by itself a little later. */
async function probe(name, changed) {
  await attempt(
    () => post(`/api/destinations/${part(name)}/retry`),
    answer => (answer.down ? `${name} is being tried with one delivery.` : `${name} is up.`),
  );
  changed();
}

export async function resume(destination, changed) {
  const sure = await ask({
    title: `Resume ${destination.name}?`,
    act: 'Resume',
    text: [
      `It was paused: ${destination.pauseReason ?? 'no reason is known'}.`,
      `${plural(destination.waiting, 'delivery waits', 'deliveries wait')} and would go out, the oldest first.`,
    ],
  });
  if (sure) {
    await attempt(
      () => post(`/api/destinations/${part(destination.name)}/resume`),
      answer => (answer.resumed ? `${destination.name} goes on.` : `${destination.name} was not paused.`),
    );
    changed();
  }
}

export function destinationActs(destination, changed) {
  if (!may('act')) {
    return [];
  }
  return [
    destination.downSince && !destination.pausedSince && button('Try now', () => probe(destination.name, changed), { name: `Try ${destination.name} now` }),
    destination.pausedSince
      ? button('Resume', () => resume(destination, changed), { kind: 'primary', name: `Resume ${destination.name}` })
      : button('Pause', () => pause(destination.name, changed), { name: `Pause ${destination.name}` }),
    destination.deadLetters > 0 &&
      button(
        'Retry all',
        () =>
          bulk({
            title: `Retry all dead letters of ${destination.name}?`,
            what: KINDS.dead.what,
            path: '/api/deadletters/retry',
            query: { destination: destination.name },
            act: 'Retry',
            done: 'retried',
          }).then(changed),
        { key: 'retry', kind: destination.pausedSince ? '' : 'primary', name: `Retry all dead letters of ${destination.name}` },
      ),
  ];
}

/** For what waits at a destination: rarely wanted, and so not beside the others. With a filter only for those that it wants. */
export function backlogActs(destination, changed, filter = {}) {
  if (!may('act') || !destination || destination.waiting === 0) {
    return [];
  }
  const path = `/api/destinations/${part(destination.name)}`;
  const query = { ...filter, ...(destination.read ? { 'while-read': true } : {}) };
  const which = Object.keys(filter).length > 0 ? 'what was found' : 'what waits';
  const moveTo = to =>
    bulk({
      title: `Move ${which} for ${destination.name} to ${to}?`,
      what: ['delivery', 'deliveries'],
      path: `${path}/move`,
      query: { ...query, to },
      act: 'Move',
      done: 'moved',
      stays: 'left',
    }).then(changed);
  return [
    destination.name !== 'notifications' && button(`Move ${which}`, async () => {
      const to = await chooseOther(destination.name, `Move ${which} for ${destination.name}?`, 'They are counted first.');
      return to && moveTo(to);
    }),
    button(
      `Discard ${which}`,
      () =>
        bulk({
          title: `Discard ${which} for ${destination.name}?`,
          what: ['delivery', 'deliveries'],
          path: `${path}/discard`,
          query,
          act: 'Discard',
          done: 'discarded',
          stays: 'left',
          reason: 'Why need they not be sent?',
          danger: true,
        }).then(changed),
      { kind: 'quiet-danger' },
    ),
  ];
}

/** For all that a search finds, where the gateway finds the same: a search asks for the entity and the time of the notification, an act for the delivery's. */
export function foundActs(query, destinations, changed) {
  const { state, destination, ...filter } = query;
  if (!may('act') || ['q', 'entity', 'since', 'until'].some(name => query[name])) {
    return [];
  }
  if (state === 'waiting') {
    return backlogActs(
      destinations.find(one => one.name === destination),
      changed,
      filter,
    );
  }
  const letter = KINDS[state];
  const all = (decision, done, act, more = {}) =>
    bulk({
      title: `${act} all that was found?`,
      what: letter.what,
      path: `${letter.path}/${decision}`,
      query: destination ? { ...filter, destination } : filter,
      act,
      done,
      ...more,
    }).then(changed);
  return letter
    ? [
        state === 'dead' && button('Retry all found', () => all('retry', 'retried', 'Retry'), { key: 'retry' }),
        button('Replay all found', () => all('replay', 'replayed', 'Replay')),
        button('Discard all found', () => all('discard', 'discarded', 'Discard', { reason: 'Why need they not be sent?', danger: true }), {
          kind: 'quiet-danger',
        }),
      ]
    : [];
}
