// The shell around the pages: who looks, which page it is, the frame, and the loop that keeps what is shown current.
import { h, show } from './dom.js';
import { icon } from './icons.js';
import { say } from './ui.js';
import { ApiError, get, me, token, Unreachable, whoAmI } from './api.js';
import { setGatewayTime } from './format.js';
import { down, header, menu } from './frame.js';
import { listenToKeys } from './keyboard.js';
import { signIn } from './signin.js';
import './theme.js';
import * as acts from './pages/acts.js';
import * as contract from './pages/contract.js';
import * as destination from './pages/destination.js';
import * as destinations from './pages/destinations.js';
import * as gateway from './pages/gateway.js';
import * as letters from './pages/letters.js';
import * as notification from './pages/notification.js';
import * as notifications from './pages/notifications.js';
import * as overview from './pages/overview.js';
import * as routes from './pages/routes.js';

const EVERY = 5_000;
const WHILE_DOWN = 2_000;
const PAGES = [
  { path: '/', page: overview, menu: 'Overview', icon: 'overview' },
  { path: '/notifications', page: notifications, menu: 'Notifications', icon: 'notifications' },
  { path: '/notifications/:id', page: notification },
  { path: '/destinations', page: destinations, menu: 'Destinations', icon: 'destinations', count: status => [status.down.length, 'down'] },
  { path: '/destinations/:id', page: destination },
  {
    path: '/deadletters',
    page: letters.deadLetters,
    menu: 'Dead letters',
    icon: 'deadletters',
    count: status => [status.deadLetters, 'dead letters'],
  },
  {
    path: '/quarantine',
    page: letters.quarantine,
    menu: 'Quarantine',
    icon: 'quarantine',
    count: status => [status.quarantined, 'in quarantine'],
  },
  { path: '/routes', page: routes, menu: 'Routes', icon: 'routes' },
  { path: '/acts', page: acts, menu: 'Acts', icon: 'acts' },
  { path: '/contract', page: contract, menu: 'Contract', icon: 'contract' },
  { path: '/gateway', page: gateway, menu: 'Gateway', icon: 'gateway' },
];

const app = document.getElementById('app');
const shell = {
  status: null,
  data: null,
  failure: null,
  downSince: null,
  route: null,
  page: null,
  turn: 0,
  timer: null,
  signedIn: false,
};

function parse() {
  const [path, query] = location.hash.replace(/^#/, '').split('?');
  const parts = path.split('/').filter(Boolean);
  for (const known of PAGES) {
    const pattern = known.path.split('/').filter(Boolean);
    if (pattern.length === parts.length && pattern.every((word, at) => word === ':id' || word === parts[at])) {
      return {
        ...known,
        id: pattern.includes(':id') ? decoded(parts.at(-1)) : null,
        query: new URLSearchParams(query),
        hash: location.hash,
      };
    }
  }
  return { ...PAGES[0], query: new URLSearchParams(), hash: location.hash };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * What a page may ask of the shell. `kept` is for what a person has done on the page, such as opened older ones: each poll makes the data anew, and `kept`
 * stays until the page is left.
 */
const opened = () => ({
  kept: {},
  get status() {
    return shell.status;
  },
  redraw: () => draw(),
  refresh: () => refresh(),
  go,
});

function go(hash) {
  location.hash = hash;
}

async function navigate() {
  const route = parse();
  const samePage = shell.route?.page === route.page && shell.route?.id === route.id;
  shell.route = route;
  shell.failure = null;
  if (!samePage) {
    shell.data = null;
    shell.page = opened();
  }
  draw();
  await refresh();
  if (!samePage) {
    window.scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  }
}

/** Asks for what is shown, once; the next time is when it is due. */
async function refresh() {
  clearTimeout(shell.timer);
  if (!shell.signedIn) {
    return;
  }
  const turn = ++shell.turn;
  const { route, page } = shell;
  try {
    const [status, data] = await Promise.all([get('/api/status'), load(route, page), me().name ?? whoAmI()]);
    if (turn !== shell.turn) {
      return;
    }
    setGatewayTime(status.now);
    Object.assign(shell, { status, data, failure: data instanceof Error ? data : null });
    if (shell.downSince) {
      shell.downSince = null;
      say('The gateway answers again.');
    }
  } catch (failure) {
    if (turn !== shell.turn) {
      return;
    }
    if (failure instanceof ApiError && failure.status === 401) {
      leave('This token is not good any more.');
      return;
    }
    shell.downSince = failure instanceof Unreachable ? (shell.downSince ?? new Date().toISOString()) : null;
    shell.failure = failure;
  }
  draw();
  plan();
}

/** What one page cannot have is told there, and leaves the rest as it is. */
async function load(route, page) {
  try {
    return await route.page.load(route, page);
  } catch (failure) {
    if (failure instanceof ApiError && failure.status !== 401) {
      return failure;
    }
    throw failure;
  }
}

/** A tab that nobody sees asks nothing. */
function plan() {
  clearTimeout(shell.timer);
  if (!document.hidden && shell.signedIn) {
    shell.timer = setTimeout(refresh, shell.downSince ? WHILE_DOWN : (shell.route.page.every ?? EVERY));
  }
}

function draw() {
  if (!shell.signedIn) {
    return;
  }
  const { route, status } = shell;
  const title = route.page.title(route);
  const trouble = status && (!status.taking || status.troubles.length > 0);
  document.title = `${trouble ? '(!) ' : ''}${title} · Menta Gateway`;
  document.querySelector('link[rel=icon]').href = `console/icon${trouble ? '-trouble' : ''}.svg`;
  show(
    app,
    h(
      'a',
      {
        class: 'skip',
        href: '#main',
        onclick: event => {
          event.preventDefault();
          document.getElementById('main').focus();
        },
      },
      'Skip to the content',
    ),
    header(shell, { redraw: draw, leave: () => leave(null) }),
    menu(
      shell,
      PAGES.filter(page => page.menu),
    ),
    h('main', { id: 'main', tabindex: '-1', 'data-key': 'main' }, down(shell), content(route, title)),
  );
}

function content(route, title) {
  const key = `${route.path} ${route.id ?? ''}`;
  const failure = shell.failure instanceof ApiError ? shell.failure : null;
  const heading = h('h1', { class: route.path === '/' ? 'hidden' : '' }, title);
  if (failure) {
    return h(
      'div',
      { 'data-key': `${key} failed`, class: 'page' },
      heading,
      h('div', { class: 'banner bad', role: 'alert' }, icon('bad'), h('div', {}, failure.message)),
    );
  }
  return h(
    'div',
    { 'data-key': key, class: 'page' },
    shell.data === null
      ? [heading, h('p', { class: 'loading' }, 'Loading …')]
      : [route.page.heading ? null : heading, route.page.view(shell.data, route, shell.page)],
  );
}

function leave(why) {
  token.forget();
  // what one person has seen or revealed is not there for the next
  Object.assign(shell, { signedIn: false, route: null, page: null, data: null, status: null, downSince: null });
  shell.turn++;
  clearTimeout(shell.timer);
  document.title = 'Menta Gateway';
  signIn(app, why, begin);
}

async function begin() {
  await whoAmI();
  shell.signedIn = true;
  await navigate();
}

async function start() {
  if (!token.get()) {
    leave(null);
    return;
  }
  try {
    await begin();
  } catch (failure) {
    if (failure instanceof ApiError && failure.status === 401) {
      leave('The gateway does not take this token.');
    } else {
      shell.signedIn = true;
      shell.route = parse();
      shell.page = opened();
      shell.downSince = new Date().toISOString();
      draw();
      plan();
    }
  }
}

addEventListener('hashchange', () => (shell.signedIn ? navigate() : start()));
document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(shell.timer) : refresh()));
listenToKeys({
  refresh: () => {
    refresh();
    say('Refreshed.');
  },
  go,
});
start();
