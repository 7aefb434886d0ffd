// Questions before acts: each says what will happen, in the words of the gateway where it can tell.
import { h, show } from './dom.js';
import { button, once, say } from './ui.js';
import { get, post, Unreachable } from './api.js';
import { number, plural } from './format.js';

/** Opens a dialog, and gives `draw(content, close)` its inside. Esc closes it, the focus goes back to where it was. */
export function open(title, draw, { wide = false } = {}) {
  return new Promise(resolve => {
    const inside = h('div', { class: 'dialog-inside' });
    const dialog = h(
      'dialog',
      { class: wide ? 'wide' : '', 'aria-labelledby': 'dialog-title' },
      h('h2', { id: 'dialog-title' }, title),
      inside,
    );
    const before = document.activeElement;
    let answer = null;
    dialog.onclose = () => {
      dialog.remove();
      (before?.isConnected ? before : document.getElementById('main'))?.focus();
      resolve(answer);
    };
    document.body.append(dialog);
    draw(
      (...content) => {
        show(inside, ...content);
        focus(dialog);
      },
      given => {
        answer = given ?? null;
        dialog.close();
      },
    );
    dialog.showModal();
    focus(dialog);
  });
}

/** On what is to be typed, else on the act; what is dangerous must be chosen. */
function focus(dialog) {
  if (dialog.open && (!dialog.contains(document.activeElement) || document.activeElement === dialog)) {
    (
      dialog.querySelector('input, textarea, select') ??
      dialog.querySelector('.dialog-buttons :not(.danger):last-child') ??
      dialog.querySelector('button')
    )?.focus();
  }
}

function buttons(close, act, { danger = false, disabled = false } = {}) {
  return h(
    'div',
    { class: 'dialog-buttons' },
    button('Cancel', () => close()),
    act && h('button', { type: 'submit', class: `button ${danger ? 'danger' : 'primary'}`, disabled }, act),
  );
}

function reasonField(label) {
  return h(
    'label',
    { class: 'field' },
    h('span', {}, label),
    h('input', { name: 'reason', required: true, maxlength: '500', autocomplete: 'off' }),
  );
}

/** Asks; with `reason` the answer is the reason, else true; null when it was left. */
export function ask({ title, text, act, reason, danger }) {
  return open(title, (draw, close) =>
    draw(
      h(
        'form',
        {
          onsubmit: event => {
            event.preventDefault();
            close(reason ? new FormData(event.target).get('reason') : true);
          },
        },
        [text].flat().map(line => h('p', {}, line)),
        reason && reasonField(reason),
        buttons(close, act, { danger }),
      ),
    ),
  );
}

/** Lets one of some names be chosen; null when it was left, or there is none. */
export function choose({ title, text, label, options, none, act }) {
  return open(title, (draw, close) =>
    draw(
      h(
        'form',
        {
          onsubmit: event => {
            event.preventDefault();
            close(new FormData(event.target).get('chosen'));
          },
        },
        [text].flat().map(line => h('p', {}, line)),
        options.length > 0
          ? h(
              'label',
              { class: 'field' },
              h('span', {}, label),
              h(
                'select',
                { name: 'chosen' },
                options.map(option => h('option', { value: option }, option)),
              ),
            )
          : h('p', { class: 'bad-text' }, none),
        buttons(close, options.length > 0 && act),
      ),
    ),
  );
}

/** Says so when an answer takes its time: some acts wait for a slow store, or for the attempts that are under way. */
async function waited(answer) {
  let note = null;
  const timer = setTimeout(() => {
    note = say('The gateway was asked, and has not answered yet: this page waits for it.', false, Infinity);
  }, 1_000);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
    note?.remove();
  }
}

/**
 * Does something, says what came of it, and says what the gateway says when it refuses.
 *
 * @param done what is said, or what gives it for the answer, as a text or as `[text, isError]`; without it nothing is said
 */
export async function attempt(what, done) {
  try {
    const answer = await waited(what());
    if (done) {
      say(...[typeof done === 'function' ? done(answer) : done].flat());
    }
    return answer;
  } catch (failure) {
    say(failure.message, true);
    return null;
  }
}

/** As {@link attempt}; what is refused for what is newer is asked about once more, with the gateway's own words. */
export async function attemptOrForce(what, done) {
  try {
    const answer = await waited(what(false));
    say(done(answer));
    return answer;
  } catch (failure) {
    if (failure.status !== 409) {
      say(failure.message, true);
      return null;
    }
    const sure = await ask({
      title: 'The gateway refuses',
      text: [failure.message, 'Going ahead all the same may undo what is newer.'],
      act: 'Go ahead all the same',
      danger: true,
    });
    return sure ? attempt(() => what(true), done) : null;
  }
}

/**
 * Counts with a dry run, asks, and does it step by step, as the gateway does it: many small steps, each kept when the next one fails.
 *
 * @param done the name under which an answer counts what was done, such as `retried`
 * @param stays the name of those that it refused
 * @param expected how many the person has seen; more than that is told before anything is done
 * @returns whether anything was done
 */
export async function bulk({ title, what, path, query, act, done, stays = 'refused', reason, danger, expected }) {
  const steps = async (extra, told) => {
    const sum = { done: 0, refused: [], asOf: null };
    let after;
    do {
      const step = await post(path, { ...query, ...extra, after });
      sum.done += step[done];
      sum.refused.push(...(step[stays] ?? []));
      sum.asOf ??= step.asOf;
      after = step.next;
      if (told(sum) === false) {
        break;
      }
    } while (after);
    return sum;
  };
  let stopped = false;
  const did = await open(title, async (draw, close) => {
    draw(h('p', { role: 'status' }, 'Counting …'));
    try {
      const sum = await steps({ 'dry-run': true, ...(reason ? { reason: 'only counted' } : {}) }, so => {
        draw(h('p', { role: 'status' }, `Counting … ${number(so.done)}`));
        return !stopped;
      });
      draw(
        h(
          'form',
          {
            onsubmit: async event => {
              event.preventDefault();
              // what came since nobody has counted
              const given = {
                until: query.until ?? sum.asOf,
                ...(reason ? { reason: new FormData(event.target).get('reason') } : {}),
              };
              await run(draw, close, given, sum.done);
            },
          },
          h('p', { class: 'dialog-count' }, h('strong', {}, plural(sum.done, ...what)), ` would be ${done}, the oldest of each entity first.`),
          sum.done + sum.refused.length > expected &&
            h(
              'p',
              { class: 'bad-text' },
              `That is more than the ${number(expected)} of this reason: the gateway finds them by the words ` +
                'of the reason that are no personal data, and others there have the same, or came since.',
            ),
          refusedList(sum.refused, 'would be refused, and stay'),
          reason && sum.done > 0 && reasonField(reason),
          buttons(close, sum.done > 0 && `${act} ${number(sum.done)}`, { danger }),
        ),
      );
    } catch (failure) {
      draw(failed(failure, close));
    }
  });
  stopped = true;
  return did;

  async function run(draw, close, given, all) {
    let stop = false;
    const progress = so => {
      draw(
        h('p', { role: 'status' }, `${number(so.done)} of ${number(all)} ${done}`),
        h('progress', { max: all, value: so.done + so.refused.length, 'aria-label': 'Progress' }),
        h(
          'div',
          { class: 'dialog-buttons' },
          button('Stop after this step', () => {
            stop = true;
          }),
        ),
      );
      return !stop;
    };
    try {
      const sum = await steps(given, progress);
      draw(
        h(
          'p',
          { role: 'status' },
          h('strong', {}, plural(sum.done, ...what)),
          ` ${sum.done === 1 ? 'was' : 'were'} ${done}${stop ? '; then it was stopped' : ''}.`,
        ),
        refusedList(sum.refused, 'stay, and were refused'),
        h('div', { class: 'dialog-buttons' }, h('button', { type: 'button', class: 'button primary', onclick: () => close(sum) }, 'Close')),
      );
      say(`${plural(sum.done, ...what)} ${done}.`);
    } catch (failure) {
      draw(failed(failure, close));
    }
  }
}

function failed(failure, close) {
  return [
    h('p', { class: 'bad-text', role: 'alert' }, failure.message),
    failure instanceof Unreachable ? h('p', {}, 'What was done until then is done: the same once more goes on with the rest.') : null,
    buttons(close),
  ];
}

function refusedList(refused, how) {
  return (
    refused.length > 0 && [
      h('p', {}, `${plural(refused.length, 'other')} ${how}:`),
      h(
        'ul',
        { class: 'refused', tabindex: '0', role: 'region', 'aria-label': 'Refused' },
        refused.slice(0, 50).map(one => h('li', {}, h('code', { class: 'id' }, one.id), ` ${one.reason}`)),
        refused.length > 50 && h('li', {}, `and ${number(refused.length - 50)} more`),
      ),
    ]
  );
}

/** Mends the body of what is in quarantine and sends it on; the original stays as it came. */
export async function editAndReplay(id) {
  return open(
    `Edit and replay ${id}`,
    async (draw, close) => {
      draw(h('p', { role: 'status' }, 'Reading what came …'));
      const path = `/api/quarantine/${encodeURIComponent(id)}`;
      try {
        const letter = await get(path, { reveal: true });
        let problem = null;
        // as it was sent, or as it was edited last
        let body = letter.payload ?? letter.body ?? '';
        if (/\n\.\.\. cut after \d+ characters$/.test(body)) {
          draw(
            h('p', {}, 'It is too long to be shown as a whole. Mend it in a file, and give that to the command:'),
            h('p', {}, h('code', {}, `./menta-gateway quarantine edit ${id} --file FILE`)),
            buttons(close),
          );
          return;
        }
        const send = async form => {
          const reason = new FormData(form).get('reason');
          const mended = { body };
          try {
            await waited(post(`${path}/replay`, { reason, 'dry-run': true }, mended));
            const answer = await waited(post(`${path}/replay`, { reason }, mended));
            say(`Replayed as ${answer.id}.`);
            close(true);
          } catch (failure) {
            problem = failure.message;
            redraw();
          }
        };
        const redraw = () =>
          draw(
            h(
              'form',
              {
                onsubmit: event => {
                  event.preventDefault();
                  once(event.target.querySelector('[type=submit]'), () => send(event.target));
                },
              },
              h(
                'p',
                {},
                'The original stays on record as it came. What you write here is routed in its place, at the end of the line of its entity.',
              ),
              h('p', { class: 'muted' }, `Why it is here: ${letter.reason ?? 'unknown'}`),
              problem && h('p', { class: 'bad-text', role: 'alert' }, problem),
              h(
                'label',
                { class: 'field' },
                h('span', {}, 'Body'),
                h('textarea', {
                  name: 'body',
                  rows: '14',
                  spellcheck: 'false',
                  value: body,
                  oninput: event => {
                    body = event.target.value;
                  },
                }),
              ),
              reasonField('Why is it edited?'),
              buttons(close, 'Replay this body'),
            ),
          );
        redraw();
      } catch (failure) {
        draw(failed(failure, close));
      }
    },
    { wide: true },
  );
}
