// Calls /api of the gateway that this page came from, with the management token. The token is kept for this tab only: it ends with the tab, and no other
// page can make the browser send it, as a cookie could be.

const TOKEN = 'menta-gateway-token';
const PATIENCE = 10_000;
const RIGHTS = ['read', 'act', 'reveal'];

let caller = { name: null, role: 'reveal' };

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

async function call(method, path, query, body) {
  const parameters = new URLSearchParams(
    Object.entries(query ?? {}).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
  const asked = path + (parameters.size > 0 ? `?${parameters}` : '');
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
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

export const get = async (path, query) => success(await call('GET', path, query));

export const post = async (path, query, body) => success(await call('POST', path, query, body));

const absent = new Set();

/** Null where this gateway has no such thing, or this token may not see it; it is asked for once then. */
export async function optional(path, query) {
  if (absent.has(path)) {
    return null;
  }
  const answer = await call('GET', path, query);
  if (answer.status === 404 || answer.status === 403) {
    absent.add(path);
    return null;
  }
  return success(answer);
}

/** Who has this token; a gateway that knows no names lets whoever has it do all. */
export async function whoAmI() {
  caller = (await optional('/api/me')) ?? { name: null, role: 'reveal' };
  return caller;
}

export const me = () => caller;

/** Whether the role allows it: what it does not is not offered. */
export const may = right => RIGHTS.indexOf(caller.role) >= RIGHTS.indexOf(right);
