// The map: actions on the left, destinations on the right, a line for each way that the routes that run have between them.
import { h, s } from './dom.js';
import { badge, link } from './ui.js';
import { number, plural, since } from './format.js';

const ROW = 44;
const PORT = 26;
const CARD = 84;
const GAP = 12;
const FINAL = { quarantine: '#/quarantine', 'dead-letters': '#/deadletters' };

/** How a destination is, the worst first: a sign, a word and what is known. */
export function health(destination) {
  if (!destination) {
    return { tone: 'off', word: 'unknown' };
  }
  if (!destination.read && destination.waiting > 0) {
    return { tone: 'bad', word: 'no route reads it', since: destination.oldest };
  }
  if (destination.downSince) {
    return { tone: 'bad', word: 'down', since: destination.downSince, text: destination.downError };
  }
  if (destination.pausedSince) {
    return { tone: 'paused', word: 'paused', since: destination.pausedSince, text: destination.pauseReason };
  }
  if (destination.deadLetters > 0) {
    return { tone: 'warn', word: plural(destination.deadLetters, 'dead letter') };
  }
  if (destination.closedUntil) {
    return { tone: 'paused', word: 'outside its window' };
  }
  return { tone: 'good', word: destination.waiting > 0 ? 'delivering' : 'up' };
}

/** What the page draws, out of what the gateway says. */
export function layout(map, destinations, series, quarantined) {
  const known = new Map(destinations.map(one => [one.name, one]));
  const router = map.boxes.findIndex(box => box.title === 'notifications');
  const targets = index => map.arrows.filter(arrow => arrow.from === index);
  // the intake itself is no action: what it takes comes out of the router
  const sources = map.boxes
    .map((box, index) => ({ ...box, index }))
    .filter(box => box.layer === 0 && targets(box.index).length > 0 && !targets(box.index).some(arrow => arrow.to === router));
  const right = [];
  const visit = (index, under) => {
    if (index !== router && !right.some(one => one.index === index)) {
      const box = map.boxes[index];
      right.push({ ...box, index, under, destination: known.get(box.title), final: FINAL[box.title] });
      targets(index).forEach(arrow => visit(arrow.to, box.title));
    }
  };
  sources.forEach(source => targets(source.index).forEach(arrow => visit(arrow.to, null)));
  const lines = sources.flatMap(source =>
    targets(source.index)
      .filter(arrow => arrow.to !== router)
      .map(arrow => {
        const to = right.find(one => one.index === arrow.to);
        const dead = map.deadLetters
          .filter(one => one.destination === to.title && one.action === source.title)
          .reduce((sum, one) => sum + one.count, 0);
        const count = arrow.on ? null : (series?.actions[source.title]?.hour ?? null);
        return { source, to, on: arrow.on, dead, count, tone: tone(to, dead, quarantined) };
      }),
  );
  return { sources: sources.map(source => ({ ...source, count: series?.actions[source.title]?.hour ?? null })), right, lines };
}

function tone(to, dead, quarantined) {
  if (to.title === 'quarantine') {
    return quarantined > 0 ? 'warn' : 'good';
  }
  const { tone: own } = health(to.destination);
  return own === 'warn' ? (dead > 0 ? 'warn' : 'good') : own;
}

export function map(drawn, quarantined) {
  const inbound = one => drawn.lines.filter(line => line.to === one);
  let y = 0;
  const cards = drawn.right.map(one => {
    const height = Math.max(CARD, inbound(one).length * PORT + 12);
    const card = { one, top: y, height };
    y += height + GAP;
    return card;
  });
  const height = Math.max(y - GAP, drawn.sources.length * (ROW + GAP) - GAP, ROW);
  const pitch = height / Math.max(1, drawn.sources.length);
  const rows = drawn.sources.map((source, at) => ({ source, top: at * pitch + (pitch - ROW) / 2 }));
  const ends = drawn.lines.map(line => {
    const card = cards.find(each => each.one === line.to);
    const ports = inbound(line.to);
    return {
      line,
      from: rows.find(row => row.source.index === line.source.index).top + ROW / 2,
      to: card.top + card.height / 2 + (ports.indexOf(line) - (ports.length - 1) / 2) * PORT,
    };
  });
  const most = Math.max(1, ...drawn.lines.map(line => line.count ?? 0));
  return h(
    'div',
    { class: 'map', vars: { height: `${height}px` } },
    h(
      'ul',
      { class: 'map-sources', 'aria-label': 'Actions' },
      rows.map(({ source, top }) =>
        h(
          'li',
          { vars: { top: `${top}px` }, 'data-key': source.title, 'data-node': source.title, ...lit(source.title, null) },
          actionLink(source),
          h('span', { class: 'map-count', title: 'taken within the last hour' }, source.count === null ? '' : number(source.count)),
          h(
            'span',
            { class: 'hidden' },
            ` within the last hour, goes to ${
              drawn.lines
                .filter(line => line.source.index === source.index)
                .map(line => line.to.title)
                .join(', ') || 'nothing'
            }`,
          ),
        ),
      ),
    ),
    h(
      'div',
      { class: 'map-lines', 'aria-hidden': 'true' },
      s(
        'svg',
        { viewBox: `0 0 100 ${height}`, preserveAspectRatio: 'none', height },
        ends.map(({ line, from, to }) =>
          s('path', {
            d: `M0,${from} C45,${from} 55,${to} 100,${to}`,
            class: `map-line ${line.tone} ${line.count ? '' : 'idle'}`,
            'data-key': `${line.source.title} ${line.to.title}`,
            'data-from': line.source.title,
            'data-to': line.to.title,
            'stroke-width': 1.5 + (line.count ? (3 * Math.log1p(line.count)) / Math.log1p(most) : 0),
          }),
        ),
      ),
      ends.map(
        ({ line, to }) =>
          label(line) &&
          h(
            'span',
            {
              class: `map-pill ${line.dead > 0 ? 'warn' : line.tone}`,
              vars: { top: `${to}px` },
              'data-key': `${line.source.title} ${line.to.title}`,
              'data-from': line.source.title,
              'data-to': line.to.title,
            },
            label(line),
          ),
      ),
    ),
    h(
      'ul',
      { class: 'map-targets', 'aria-label': 'Destinations' },
      cards.map(({ one, top, height: tall }) =>
        h(
          'li',
          {
            vars: { top: `${top}px`, height: `${tall}px` },
            'data-key': one.title,
            'data-node': one.title,
            class: one.under ? 'under' : '',
            ...lit(null, one.title),
          },
          card(one, quarantined),
        ),
      ),
    ),
  );
}

function actionLink(source) {
  const isAction = /^[A-Za-z][\w.]*$/.test(source.title);
  return isAction
    ? link(`#/notifications?action=${encodeURIComponent(source.title)}`, source.title)
    : h('span', { class: 'muted' }, source.title);
}

function label(line) {
  const parts = [
    line.on ? `${line.on.slice(0, 26)}${line.on.length > 26 ? '…' : ''}` : null,
    line.count === null ? null : number(line.count),
    line.dead > 0 ? `✕ ${number(line.dead)} dead` : null,
  ];
  return parts.filter(Boolean).join(' · ');
}

function card(one, quarantined) {
  if (one.title === 'quarantine') {
    return [
      h(
        'div',
        { class: 'map-name' },
        link('#/quarantine', 'quarantine'),
        quarantined > 0 ? badge('warn', `${number(quarantined)} wait`) : badge('good', 'empty'),
      ),
      h('p', { class: 'map-what' }, 'waits for a person'),
    ];
  }
  if (!one.destination) {
    return [
      h('div', { class: 'map-name' }, one.final ? link(one.final, one.title) : h('span', {}, one.title)),
      h('p', { class: 'map-what' }, one.lines.join('; ')),
    ];
  }
  const how = health(one.destination);
  return [
    h(
      'div',
      { class: 'map-name' },
      link(`#/destinations/${encodeURIComponent(one.title)}`, one.title),
      badge(how.tone, how.since ? `${how.word} ${since(how.since)}` : how.word),
    ),
    h(
      'p',
      { class: 'map-what', title: one.lines.join('\n') },
      one.under ? `from ${one.under} · ` : '',
      one.lines.filter(line => !line.startsWith('->') && !line.startsWith('  '))[0] ?? '',
    ),
    h(
      'p',
      { class: 'map-numbers' },
      one.destination.waiting > 0
        ? h('strong', {}, `${number(one.destination.waiting)} waiting, oldest ${since(one.destination.oldest)}`)
        : 'nothing waits',
      one.destination.deadLetters > 0 && how.tone !== 'warn' ? ` · ${plural(one.destination.deadLetters, 'dead letter')}` : '',
    ),
  ];
}

/** The lines of what is pointed at, or has the focus, stand out. */
function lit(from, to) {
  const set = on => event => {
    const field = event.currentTarget.closest('.map');
    field?.classList.toggle('pointed', on);
    field
      ?.querySelectorAll('[data-from]')
      .forEach(line => line.classList.toggle('lit', on && (line.dataset.from === from || line.dataset.to === to)));
  };
  return { onpointermove: set(true), onpointerleave: set(false) };
}

/** The same as a list, where there is no room for lines. */
export function mapList(drawn) {
  return h(
    'ul',
    { class: 'map-list' },
    drawn.sources.map(source =>
      h(
        'li',
        {},
        h(
          'div',
          { class: 'map-name' },
          actionLink(source),
          source.count === null ? null : h('span', { class: 'muted' }, `${number(source.count)} in the last hour`),
        ),
        h(
          'ul',
          {},
          drawn.lines
            .filter(line => line.source.index === source.index)
            .map(line => {
              const how = line.to.destination ? health(line.to.destination) : null;
              return h(
                'li',
                {},
                line.to.destination
                  ? link(`#/destinations/${encodeURIComponent(line.to.title)}`, line.to.title)
                  : line.to.final
                    ? link(line.to.final, line.to.title)
                    : line.to.title,
                how && badge(how.tone, how.word),
              );
            }),
        ),
      ),
    ),
  );
}
