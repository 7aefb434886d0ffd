// Small charts of the last hour or day. Whoever cannot see one has its figures in a table.
import { h, s } from './dom.js';
import { minute } from './format.js';

const HEIGHT = 64;

/**
 * @param slots how many steps the whole width is; points that are not there yet leave the left of it free
 * @param lines each `{name, of: point => number or null, tone}`; bars are stacked in this order
 * @param shape `bars` for what was counted, `area` for what was measured
 */
export function chart({ title, points, slots, lines, shape, unit, key }) {
  const shown = points.slice(-slots);
  const top = Math.max(
    1,
    ...shown.map(point =>
      shape === 'bars' ? lines.reduce((sum, line) => sum + (line.of(point) ?? 0), 0) : Math.max(...lines.map(line => line.of(point) ?? 0)),
    ),
  );
  const readout = h('span', { class: 'chart-readout' }, legend(lines, shown, unit, shape));
  const x = at => slots - shown.length + at;
  const y = value => HEIGHT - (value / top) * (HEIGHT - 2);
  const picture = s(
    'svg',
    { viewBox: `0 0 ${slots} ${HEIGHT}`, preserveAspectRatio: 'none', class: 'chart-picture', 'aria-hidden': 'true' },
    s('line', { x1: 0, x2: slots, y1: HEIGHT - 0.5, y2: HEIGHT - 0.5, class: 'chart-base' }),
    shape === 'bars' ? bars(shown, lines, x, y) : lines.map(line => area(shown, line, x, y)),
  );
  const tell = event => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - box.left) / box.width) * slots) - (slots - shown.length);
    const told = event.currentTarget.parentElement.querySelector('.chart-readout');
    told.textContent = shown[at]
      ? `${minute(shown[at].at)}: ${lines.map(line => `${unit(line.of(shown[at]))} ${line.name}`).join(', ')}`
      : '';
  };
  return h(
    'figure',
    { class: 'chart', 'data-key': key ?? title },
    h('figcaption', {}, h('span', { class: 'chart-title' }, title), readout),
    h('div', { class: 'chart-field', onpointermove: tell }, picture, h('span', { class: 'chart-top', 'aria-hidden': 'true' }, unit(top))),
    h('details', { class: 'chart-table' }, h('summary', {}, 'Figures'), figures(title, shown, lines, unit)),
  );
}

/** All of what was counted; the latest of what was measured. */
function legend(lines, shown, unit, shape) {
  const told = line => (shape === 'bars' ? shown.reduce((sum, point) => sum + (line.of(point) ?? 0), 0) : line.of(shown.at(-1)));
  return lines.map(line =>
    h(
      'span',
      { class: 'chart-key' },
      h('i', { class: `swatch ${line.tone}` }),
      `${shown.length > 0 ? unit(told(line)) : 'no'} ${line.name}`,
    ),
  );
}

function bars(shown, lines, x, y) {
  return shown.flatMap((point, at) => {
    let sum = 0;
    return lines.map(line => {
      const from = sum;
      sum += line.of(point) ?? 0;
      return sum > from
        ? s('rect', { x: x(at) + 0.12, width: 0.76, y: y(sum), height: Math.max(1, y(from) - y(sum)), class: `fill ${line.tone}` })
        : null;
    });
  });
}

function area(shown, line, x, y) {
  const known = shown.map((point, at) => [x(at) + 0.5, line.of(point)]).filter(([, value]) => value !== null && value !== undefined);
  if (known.length === 0) {
    return null;
  }
  // one point alone is a bar
  const path = (
    known.length === 1
      ? [
          [known[0][0] - 0.5, known[0][1]],
          [known[0][0] + 0.5, known[0][1]],
        ]
      : known
  ).map(([px, value]) => `${px},${y(value)}`);
  const first = path[0].split(',')[0];
  const last = path.at(-1).split(',')[0];
  return [
    s('path', { d: `M${first},${HEIGHT} L${path.join(' L')} L${last},${HEIGHT}Z`, class: `fill soft ${line.tone}` }),
    s('path', { d: `M${path.join(' L')}`, class: `stroke ${line.tone}` }),
  ];
}

function figures(title, shown, lines, unit) {
  return h(
    'div',
    { class: 'chart-figures', tabindex: '0', role: 'region', 'aria-label': `${title}, figures` },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, 'Until'),
          lines.map(line => h('th', { scope: 'col' }, line.name)),
        ),
      ),
      h(
        'tbody',
        {},
        [...shown].reverse().map(point =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, minute(point.at)),
            lines.map(line => h('td', {}, unit(line.of(point)))),
          ),
        ),
      ),
    ),
  );
}

/** A line of bars beside a name. */
export function spark(delivered, failed) {
  const most = Math.max(1, ...delivered.map((count, at) => count + failed[at]));
  const slots = 60;
  const y = value => 20 - (value / most) * 19;
  return s(
    'svg',
    { viewBox: `0 0 ${slots} 20`, preserveAspectRatio: 'none', class: 'spark', 'aria-hidden': 'true' },
    s('line', { x1: 0, x2: slots, y1: 19.5, y2: 19.5, class: 'chart-base' }),
    delivered.map((count, at) => {
      const x = slots - delivered.length + at + 0.1;
      return [
        count > 0 && s('rect', { x, width: 0.8, y: y(count), height: 20 - y(count), class: 'fill accent' }),
        failed[at] > 0 &&
          s('rect', { x, width: 0.8, y: y(count + failed[at]), height: y(count) - y(count + failed[at]), class: 'fill bad' }),
      ];
    }),
  );
}
