// Icons, each a path on a field of 24. They only repeat what a word beside them says.
import { s } from './dom.js';

const PATHS = {
  good: 'M20 6 9 17l-5-5',
  warn: 'M12 9v4m0 4h.01M10.3 3.9 1.8 18a2 2 0 0 0 1.7 3h17a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0z',
  bad: 'M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9zM15 9l-6 6m0-6 6 6',
  paused: 'M9 5v14M15 5v14',
  waiting: 'M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
  overview: 'M3 12h4l3-8 4 16 3-8h4',
  notifications: 'M4 4h16v12H8l-4 4zM8 9h8M8 12h5',
  destinations: 'M4 6h6m-6 6h6m-6 6h6m0-12 4 6-4 6m4-6h6m-3-3 3 3-3 3',
  deadletters: 'M3 6h18v13H3zM3 7l9 6 9-6',
  quarantine: 'M12 3l8 3v6c0 5-3.5 7.500-8 9-4.500-1.500-8-4-8-9V6zM12 8v4m0 3.500h.01',
  routes: 'M6 3v12m0 0a3 3 0 1 0 0 6 3 3 0 0 0 0-6zm12-6a3 3 0 1 0 0-6 3 3 0 0 0 0 6zm0 0c0 6-6 4-11 7',
  acts: 'M16 21v-2a4 4 0 0 0-4-4H7a4 4 0 0 0-4 4v2M9.500 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM17 11l2 2 4-4',
  contract: 'M14 3H6v18h12V7zM14 3v4h4M9 12h6M9 16h6',
  gateway:
    'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM19 12l2-1.500-2-3.500-2.400.9-1.800-1L14.400 4h-4.800l-.4 2.900-1.800 1L5 7l-2 3.500L5 12l-2 1.500L5 17l2.400-.9 1.800 1 .4 2.900h4.800l.4-2.900 1.800-1 2.400.9 2-3.500z',
  search: 'M11 19a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM21 21l-4.300-4.300',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2m0 16v2M4.900 4.900l1.400 1.400m11.400 11.400 1.400 1.400M2 12h2m16 0h2M4.900 19.100l1.400-1.400M17.700 6.300l1.400-1.400',
  moon: 'M20 14.500A8 8 0 0 1 9.500 4a8 8 0 1 0 10.500 10.500z',
  leave: 'M9 21H4V3h5m7 13 4-4-4-4m4 4H9',
  arrow: 'M5 12h14m-6-6 6 6-6 6',
};

export const icon = name => s('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' }, s('path', { d: PATHS[name] }));
