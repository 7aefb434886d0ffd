// The parts that pages are made of.
import { h } from './dom.js';
import { icon } from './icons.js';
import { ago, clock, full, number } from './format.js';

/** What a state of a delivery is called, and how good it is. */
export const STATES = {
  delivered: ['good', 'delivered'],
  waiting: ['waiting', 'waiting'],
  dead: ['bad', 'dead letter'],
  quarantined: ['warn', 'quarantined'],
  replayed: ['off', 'replayed'],
  discarded: ['off', 'discarded'],
};

const ICONS = { good: 'good', warn: 'warn', bad: 'bad', waiting: 'waiting', paused: 'paused' };

/** A word with a sign before it: the colour only repeats it. */
export function badge(tone, ...words) {
  return h('span', { class: `badge ${tone}` }, ICONS[tone] && icon(ICONS[tone]), h('span', {}, ...words));
}

export function state(name, count) {
  const [tone, word] = STATES[name] ?? ['off', name];
  return badge(tone, count > 1 ? `${number(count)} ${word}` : word);
}

/** How many deliveries stand how, the worst first. */
export function states(deliveries) {
  const order = ['dead', 'quarantined', 'waiting', 'delivered'];
  const place = name => (order.indexOf(name) + order.length + 1) % (order.length + 1);
  return h(
    'span',
    { class: 'badges' },
    Object.entries(deliveries)
      .sort(([a], [b]) => place(a) - place(b))
      .map(([name, count]) => state(name, count)),
  );
}

/** A moment, as how long ago it was; the moment itself on a second look. */
export function time(iso, { precise = false } = {}) {
  return iso ? h('time', { datetime: iso, title: full(iso) }, precise ? clock(iso) : ago(iso)) : '';
}

export function panel(title, options, ...content) {
  return h(
    'section',
    { class: `panel ${options.class ?? ''}`, 'aria-label': title, 'data-key': options.key ?? title },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', {}, title),
      options.note && h('span', { class: 'muted' }, options.note),
      options.tools && h('div', { class: 'tools' }, options.tools),
    ),
    ...content,
  );
}

export function empty(title, text, ...more) {
  return h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, title), text && h('p', {}, text), ...more);
}

/**
 * A button that does nothing more while what it has begun is under way, and is seen to wait. It keeps the focus, which it would lose if it were disabled.
 *
 * @param onclick what it gives back is awaited
 */
export function button(label, onclick, { kind = '', name, title, disabled, key } = {}) {
  return h('button', { type: 'button', class: `button ${kind}`, onclick: event => once(event.currentTarget, onclick), 'aria-label': name, title, disabled, 'data-act': key }, label);
}

/** Does it unless the button is waiting for the same. */
export async function once(element, act) {
  if (element.ariaBusy === 'true') {
    return;
  }
  Object.assign(element, { ariaBusy: 'true', ariaDisabled: 'true' });
  try {
    await act();
  } finally {
    Object.assign(element, { ariaBusy: null, ariaDisabled: null });
  }
}

export const link = (href, ...label) => h('a', { href }, ...label);

export const id = text => h('code', { class: 'id' }, text);

/**
 * A table that becomes a list of cards on a narrow screen.
 *
 * @param columns each `{label, cell: item => content, class}`; the first one is the row's head
 * @param options `key` of an item; `href` of an item makes the row one that j, k and Enter move over
 */
export function table(caption, columns, items, { key, href } = {}) {
  return h(
    'div',
    { class: 'table-box' },
    h(
      'table',
      {},
      h('caption', { class: 'hidden' }, caption),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map(column => h('th', { scope: 'col', class: column.class }, column.label)),
        ),
      ),
      h(
        'tbody',
        {},
        items.map(item =>
          h(
            'tr',
            { 'data-key': key?.(item), 'data-row': href ? '' : null, class: href && 'linked' },
            columns.map((column, at) => {
              const content = column.cell(item);
              return at === 0
                ? h('th', { scope: 'row', class: column.class }, href ? h('a', { href: href(item), class: 'row-link' }, content) : content)
                : h('td', { 'data-label': column.label, class: column.class }, content);
            }),
          ),
        ),
      ),
    ),
  );
}

/** Names and values. */
export function facts(pairs) {
  return h(
    'dl',
    { class: 'facts' },
    pairs
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** A text, with the parts of JSON told apart where it is some. */
export function code(text, label) {
  const parts = [];
  let end = 0;
  for (const found of text.length < 60_000 ? text.matchAll(TOKEN) : []) {
    parts.push(text.slice(end, found.index));
    const kind = found[2] ? 'json-name' : found[1] ? 'json-text' : 'json-value';
    parts.push(h('span', { class: kind }, found[1] ?? found[0]), found[2] ?? '');
    end = found.index + found[0].length;
  }
  parts.push(text.slice(end));
  return h('pre', { class: 'code', tabindex: '0', role: 'region', 'aria-label': label }, ...parts);
}

/** Says something to whoever looks and to whoever listens, for so many milliseconds or until the next is said. @returns what stands there */
export function say(text, isError = false, lasts = isError ? 15_000 : 6_000) {
  const said = document.getElementById('said');
  const note = h('div', { class: `note ${isError ? 'bad' : 'good'}` }, icon(isError ? 'bad' : 'good'), h('span', {}, text));
  said.replaceChildren(note);
  if (lasts < Infinity) {
    setTimeout(() => note.remove(), lasts);
  }
  return note;
}
