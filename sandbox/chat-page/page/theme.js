/** Light or dark: as the system says, until the person says otherwise. */
import { byId } from './element.js';
import { recall, remember } from './memory.js';

export function createTheme() {
  const toggle = byId('theme');
  const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
  /** @type {'light' | 'dark' | null} */
  let chosen = recall('theme', null);

  const isDark = () => (chosen ? chosen === 'dark' : systemIsDark.matches);

  function show() {
    if (chosen) document.documentElement.dataset.theme = chosen;
    toggle.setAttribute('aria-pressed', String(isDark()));
  }

  toggle.addEventListener('click', () => {
    chosen = isDark() ? 'light' : 'dark';
    remember('theme', chosen);
    show();
  });
  systemIsDark.addEventListener('change', show);
  show();
}
