// Light or dark: what the system says, until somebody chooses.

const CHOICE = 'menta-gateway-theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

export const theme = () => localStorage.getItem(CHOICE) ?? (dark.matches ? 'dark' : 'light');

const apply = () => document.documentElement.setAttribute('data-theme', theme());

export function toggleTheme() {
  localStorage.setItem(CHOICE, theme() === 'dark' ? 'light' : 'dark');
  apply();
}

dark.addEventListener('change', apply);
apply();
