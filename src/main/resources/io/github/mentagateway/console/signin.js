// Asks for the management token.
import { h, show } from './dom.js';
import { icon } from './icons.js';
import { ApiError, token } from './api.js';

/** @param why what is said about the token before; null when there was none */
export function signIn(app, why, begin) {
  let problem = why;
  let busy = false;
  const draw = () =>
    show(
      app,
      h(
        'main',
        { id: 'main', class: 'signin', tabindex: '-1', 'data-key': 'signin' },
        h(
          'form',
          { class: 'signin-card', onsubmit: submit },
          h('img', { src: 'console/icon.svg', alt: '', width: '44', height: '44' }),
          h('h1', {}, 'Menta Gateway'),
          h('p', { class: 'muted' }, 'The console asks for the management token, and keeps it until this tab is closed.'),
          problem && h('p', { class: 'bad-text', role: 'alert', id: 'signin-problem' }, icon('bad'), h('span', {}, problem)),
          h(
            'label',
            { class: 'field' },
            h('span', {}, 'Management token'),
            h('input', {
              type: 'password',
              name: 'token',
              required: true,
              autocomplete: 'off',
              spellcheck: 'false',
              'aria-describedby': problem ? 'signin-problem' : null,
            }),
          ),
          h('button', { type: 'submit', class: 'button primary', disabled: busy }, busy ? 'Asking …' : 'Open the console'),
          h(
            'p',
            { class: 'hint' },
            'It stands in ',
            h('code', {}, 'data/management-token'),
            ' of the gateway, unless a setting gives another; or take the one that is yours.',
          ),
        ),
      ),
    );

  async function submit(event) {
    event.preventDefault();
    token.set(new FormData(event.target).get('token').trim());
    busy = true;
    draw();
    try {
      await begin();
    } catch (failure) {
      token.forget();
      busy = false;
      problem = failure instanceof ApiError && failure.status === 401 ? 'The gateway does not take this token.' : failure.message;
      draw();
      app.querySelector('input')?.select();
    }
  }
  draw();
  app.querySelector('input')?.focus();
}
