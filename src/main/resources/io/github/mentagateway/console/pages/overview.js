// What is seen first: whether notifications are taken, all that is wrong with its next step, the map, and the last hour.
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { badge, link, panel, time } from '../ui.js';
import { get } from '../api.js';
import { aheadOf, ago, bytes, clock, days, duration, number, plural, since } from '../format.js';
import { health, layout, map, mapList } from '../map.js';
import { chart } from '../chart.js';
import { destinationActs, reasonActs } from '../acts.js';

export const title = () => 'Overview';
export const heading = true;

let long = false;

export async function load() {
  const [destinations, drawing, series, dead, held] = await Promise.all([
    get('/api/destinations'),
    get('/api/map'),
    get('/api/series'),
    get('/api/deadletters/reasons'),
    get('/api/held'),
  ]);
  return { destinations: destinations.items, drawing, series, dead: dead.items, held };
}

export function view(data, route, page) {
  const { status } = page;
  const drawn = layout(data.drawing, data.destinations, data.series, status.quarantined);
  return [
    verdict(status, data.held),
    troubles(data, status, page),
    panel(
      'The map',
      {
        note: `what the routes that run do; counts are of the last hour${data.series.hour.length < 60 ? `, as far as it has run (${since(status.startedAt)})` : ''}`,
      },
      map(drawn, status.quarantined),
      mapList(drawn),
      data.drawing.notes.map(note => h('p', { class: 'muted' }, note)),
    ),
    charts(data.series, status, page),
  ];
}

function verdict(status, held) {
  const expired = status.certificateEnds && days(status.certificateEnds) < 0;
  const refused = status.refused.reduce((sum, one) => sum + one.count, 0);
  const allRefused = refused > 0 && !status.lastAccepted;
  const tone = !status.taking ? 'bad' : expired || allRefused || status.troubles.length > 0 ? 'warn' : 'good';
  return h(
    'section',
    { class: `verdict ${tone}`, 'aria-label': 'Whether notifications are taken', 'data-key': 'verdict' },
    h('div', { class: 'verdict-line' }, icon(tone), h('div', {}, sentence(status, expired, allRefused))),
    h(
      'dl',
      { class: 'figures' },
      figure(
        'Last one taken',
        status.lastAccepted ? ago(status.lastAccepted) : 'none yet',
        status.lastAccepted ? clock(status.lastAccepted) : `since the start, ${ago(status.startedAt)}`,
      ),
      figure(
        'Refused, 1 hour',
        number(refused),
        refused === 0 ? 'nothing' : status.refused.map(one => `${number(one.count)} × ${one.what}`).join(', '),
        refused > 0 ? 'warn' : null,
        status.refused.map(one => `${one.what}: ${one.meaning ?? ''}, the last one ${ago(one.last)}`).join('\n'),
      ),
      figure('Waiting', number(status.waiting), status.oldest ? `the oldest ${since(status.oldest)}` : 'nothing waits'),
      figure(
        'Dead letters',
        number(status.deadLetters),
        status.deadLetters > 0 ? 'wait for a person' : 'none',
        status.deadLetters > 0 ? 'warn' : null,
      ),
      figure(
        'Quarantine',
        number(status.quarantined),
        status.quarantined > 0 ? 'wait for a person' : 'empty',
        status.quarantined > 0 ? 'warn' : null,
      ),
      figure(
        'Certificate',
        status.certificateEnds ? plural(days(status.certificateEnds), 'day') : 'unknown',
        status.certificateEnds ? `until ${clock(status.certificateEnds).split(',')[0]}` : '',
        status.certificateEnds && days(status.certificateEnds) < 21 ? 'bad' : null,
      ),
      figure('Disk free', bytes(status.freeBytes), 'where it writes', status.freeBytes < 2e9 ? 'bad' : null),
      held.estimate > 0 &&
        figure(
          'Held by menta',
          `about ${number(held.estimate)}`,
          held.nextDue ? `next due ${aheadOf(held.nextDue)}` : 'an estimate',
          'warn',
          held.text,
        ),
    ),
    status.refused.length > 0 &&
      h(
        'ul',
        { class: 'refusals', 'aria-label': 'Refused within the last hour' },
        status.refused.map(one =>
          h('li', {}, badge('warn', `${number(one.count)} × ${one.what}`), ` ${one.meaning ?? ''}, the last one `, time(one.last)),
        ),
      ),
  );
}

function sentence(status, expired, allRefused) {
  const say = (title, text) => [h('h1', {}, title), h('p', {}, text)];
  if (!status.taking) {
    return say('No notification is taken', `${status.reason}. menta tech sends again what is refused.`);
  }
  if (expired) {
    return say(
      'Notifications are taken, but the certificate has expired',
      'menta tech cannot connect, unless something before the gateway ends TLS.',
    );
  }
  if (allRefused) {
    return say(
      'Notifications are taken, but all that came was refused',
      'Has menta tech the path and the credentials that this gateway has? What was refused stands below.',
    );
  }
  return say(
    'Notifications are taken',
    status.troubles.length > 0
      ? 'There is trouble behind the intake: see below.'
      : status.quarantined > 0
        ? 'Nothing is wrong, and some wait in the quarantine for a person.'
        : 'Nothing is wrong.',
  );
}

function figure(name, value, text, tone, more) {
  return h('div', { title: more || null }, h('dt', {}, name), h('dd', { class: tone ?? '' }, h('strong', {}, value), h('span', {}, text)));
}

/** Destinations first, each with its own next step; then what the health checks say beside them. */
function troubles(data, status, page) {
  const troubled = data.destinations.filter(
    one => ['bad', 'paused', 'warn'].includes(health(one).tone) && !(health(one).word === 'outside its window'),
  );
  const others = status.troubles.filter(one => one.check !== 'channels' || troubled.length === 0);
  if (status.quarantined > 0 && others.every(one => one.check !== 'quarantine')) {
    others.push({
      check: 'quarantine',
      text: `${plural(status.quarantined, 'notification waits', 'notifications wait')} for a person: no route takes the action, or what came cannot be read.`,
    });
  }
  const order = ['bad', 'paused', 'warn'];
  troubled.sort((a, b) => order.indexOf(health(a).tone) - order.indexOf(health(b).tone));
  if (troubled.length + others.length === 0) {
    return null;
  }
  return panel(
    'Trouble',
    { class: 'troubles', note: plural(troubled.length + others.length, 'thing') + ' to look at' },
    h(
      'ul',
      {},
      status.taking &&
        troubled.map(one =>
          trouble(
            one,
            data.dead.filter(group => group.destination === one.name),
            page,
          ),
        ),
      others.map(one =>
        h(
          'li',
          { class: 'trouble', 'data-row': '', 'data-key': `check ${one.check}` },
          badge(status.taking ? 'warn' : 'bad', one.check),
          h('div', { class: 'trouble-text' }, h('p', {}, one.text)),
          h('div', { class: 'trouble-acts' }, placeOf(one.check)),
        ),
      ),
      !status.taking &&
        troubled.map(one =>
          trouble(
            one,
            data.dead.filter(group => group.destination === one.name),
            page,
          ),
        ),
    ),
  );
}

function placeOf(check) {
  const place = { quarantine: ['#/quarantine', 'Look into the quarantine'], routes: ['#/routes', 'Look at the routes'] }[check];
  return place && link(place[0], place[1]);
}

function trouble(one, groups, page) {
  const how = health(one);
  return h(
    'li',
    { class: 'trouble', 'data-row': '', 'data-key': one.name },
    badge(how.tone, how.word),
    h(
      'div',
      { class: 'trouble-text' },
      h(
        'p',
        {},
        link(`#/destinations/${encodeURIComponent(one.name)}`, h('strong', {}, one.name)),
        how.since ? ` since ${clock(how.since)} (${since(how.since)})` : '',
        how.text ? ': ' : '',
        how.text && h('q', {}, how.text),
      ),
      h('p', { class: 'muted' }, next(one)),
      groups
        .slice(0, 3)
        .map(group =>
          h(
            'div',
            { class: 'reason', 'data-key': group.reason },
            h(
              'span',
              {},
              h('strong', {}, `${number(group.count)} dead: `),
              group.reason,
              h('span', { class: 'muted' }, ` ${clock(group.first)} to ${clock(group.last)}`),
            ),
            h('span', { class: 'reason-acts' }, reasonActs('dead', group, page.refresh).slice(0, 1)),
          ),
        ),
      groups.length > 3 && h('p', {}, link('#/deadletters', `${groups.length - 3} more reasons`)),
    ),
    h(
      'div',
      { class: 'trouble-acts' },
      destinationActs(one, page.refresh).filter(act => act && act.dataset.act !== 'retry'),
    ),
  );
}

function next(one) {
  const waits =
    one.waiting > 0 ? `${plural(one.waiting, 'delivery waits', 'deliveries wait')}, the oldest ${since(one.oldest)}. ` : 'Nothing waits. ';
  if (!one.read && one.waiting > 0) {
    return `${waits}Was it renamed or removed? A route with that name takes them; else move them, or discard them.`;
  }
  if (one.downSince) {
    return `${waits}Mend the system there: it is probed ${one.nextProbeAt ? `again ${aheadOf(one.nextProbeAt)}` : 'now and then'}, and what waits goes out by itself when a probe succeeds.`;
  }
  if (one.pausedSince) {
    return `${waits}When the reason is gone, resume it.`;
  }
  return `${waits}Mend the cause, then retry all of one reason; each keeps its place in the order.`;
}

function charts(series, status, page) {
  const points = long ? series.day : series.hour;
  const slots = long ? 144 : 60;
  const one = value => (value === null || value === undefined ? '?' : number(value));
  const choose = which => () => {
    long = which;
    page.redraw();
  };
  return panel(
    'Activity',
    {
      class: 'activity',
      note: `counted by this process since its start, ${ago(series.startedAt)}; a restart begins anew`,
      tools: h(
        'div',
        { class: 'segmented', role: 'group', 'aria-label': 'How far back' },
        h('button', { type: 'button', 'aria-pressed': String(!long), onclick: choose(false) }, 'Last hour'),
        h('button', { type: 'button', 'aria-pressed': String(long), onclick: choose(true) }, 'Last day'),
      ),
    },
    h(
      'div',
      { class: 'charts' },
      chart({
        title: 'Taken',
        points,
        slots,
        shape: 'bars',
        unit: one,
        lines: [
          { name: 'taken', of: p => p.taken, tone: 'accent' },
          { name: 'refused', of: p => p.refused, tone: 'warn' },
        ],
      }),
      chart({
        title: 'Attempts',
        points,
        slots,
        shape: 'bars',
        unit: one,
        lines: [
          { name: 'delivered', of: p => p.delivered, tone: 'accent' },
          { name: 'failed', of: p => p.failed, tone: 'bad' },
        ],
      }),
      chart({
        title: 'Waiting',
        points,
        slots,
        shape: 'area',
        unit: one,
        lines: [{ name: 'waiting', of: p => p.waiting, tone: 'accent' }],
      }),
      chart({
        title: 'Oldest',
        points,
        slots,
        shape: 'area',
        unit: value => (value === null ? '?' : value === 0 ? '0 s' : duration(value)),
        lines: [{ name: 'the oldest that waits', of: p => p.oldestSeconds, tone: 'warn' }],
      }),
    ),
  );
}
