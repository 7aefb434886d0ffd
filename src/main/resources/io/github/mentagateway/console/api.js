// Calls /api of the gateway that this page came from, with the management token. The token is kept for this tab only: it ends with the tab, and no other
// page can make the browser send it, as a cookie could be.

const TOKEN = 'menta-gateway-token';
const PATIENCE = 10_000;
const RIGHTS = ['read', 'act', 'reveal'];

let caller = { name: null, role: 'read' };

/** An answer that is no success, with the gateway's own words. */
export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** No answer. */
export class Unreachable extends Error {}

export const token = {
  get: () => sessionStorage.getItem(TOKEN),
  set: text => sessionStorage.setItem(TOKEN, text),
  forget: () => sessionStorage.removeItem(TOKEN),
};

function address(path, query) {
  const parameters = new URLSearchParams(
    Object.entries(query ?? {}).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
  return path + (parameters.size > 0 ? `?${parameters}` : '');
}

/** An act is never given up: the gateway would go on with it, and who thinks that it failed does it twice. */
async function call(method, asked, body) {
  const patience = new AbortController();
  const timer = method === 'GET' ? setTimeout(() => patience.abort(), PATIENCE) : null;
  try {
    const answer = await fetch(asked, {
      method,
      signal: patience.signal,
      cache: 'no-store',
      credentials: 'omit',
      headers: { Authorization: `Bearer ${token.get() ?? ''}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      body: body && JSON.stringify(body),
    });
    return { status: answer.status, json: read(await answer.text()) };
  } catch {
    throw new Unreachable(patience.signal.aborted ? 'The gateway has not answered for ten seconds.' : 'The gateway does not answer.');
  } finally {
    clearTimeout(timer);
  }
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 300) };
  }
}

function success({ status, json }) {
  if (status >= 200 && status < 300) {
    return json;
  }
  throw new ApiError(status, json.detail || `the gateway answered ${status}`);
}

/** Ids and names come from outside: each is one part of the path, whatever is in it. */
export const part = text => encodeURIComponent(text);

export const get = async (path, query) => success(await call('GET', address(path, query)));

const underWay = new Set();

/** Refuses what has been asked for and is not answered yet, from whichever page it was. */
export async function post(path, query, body) {
  const asked = address(path, query);
  if (underWay.has(asked)) {
    throw new Error('The gateway has been asked for just that, and has not answered yet.');
  }
  underWay.add(asked);
  try {
    return success(await call('POST', asked, body));
  } finally {
    underWay.delete(asked);
  }
}

/** Asks who has this token. */
export async function whoAmI() {
  caller = await get('/api/me');
}

export const me = () => caller;

/** Whether the role allows it: what it does not is not offered. */
export const may = right => RIGHTS.indexOf(caller.role) >= RIGHTS.indexOf(right);
