// Numbers, times and texts as they are shown. Times are those of the reader's clock; "ago" is by the gateway's.

let ahead = 0;

/** How far the gateway's clock is from this one's. */
export function setGatewayTime(iso) {
  ahead = Date.parse(iso) - Date.now();
}

export const now = () => Date.now() + ahead;

const NUMBER = new Intl.NumberFormat('en');
const DAY = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'short', day: 'numeric' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const MINUTE = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

export const number = value => (value === null || value === undefined ? 'unknown' : NUMBER.format(value));

export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 120) {
    return `${s} s`;
  }
  if (s < 2 * 3600) {
    return `${Math.floor(s / 60)} min`;
  }
  return s < 48 * 3600 ? `${Math.floor(s / 3600)} h` : `${Math.floor(s / 86400)} days`;
}

export const millis = value =>
  value === null || value === undefined ? '' : value < 1000 ? `${value} ms` : `${(value / 1000).toFixed(1)} s`;

export const ago = iso => `${duration((now() - Date.parse(iso)) / 1000)} ago`;

export const since = iso => duration((now() - Date.parse(iso)) / 1000);

/** What is still to come, as "in 20 s". */
export const aheadOf = iso => (Date.parse(iso) > now() ? `in ${duration((Date.parse(iso) - now()) / 1000)}` : 'now');

/** Today's without the day. */
export function clock(iso) {
  const at = new Date(iso);
  return at.toDateString() === new Date().toDateString() ? CLOCK.format(at) : `${DAY.format(at)}, ${CLOCK.format(at)}`;
}

export const minute = iso => MINUTE.format(new Date(iso));

export const full = iso => `${DAY.format(new Date(iso))}, ${CLOCK.format(new Date(iso))}`;

export function bytes(count) {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export const days = iso => Math.floor((Date.parse(iso) - now()) / 86_400_000);

export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

export const list = words => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`);
