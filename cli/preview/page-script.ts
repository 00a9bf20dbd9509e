/** The script of the preview's page: the tabs, and a reload after each change. */
export const pageScript = `'use strict';
const tabs = [...document.querySelectorAll('[role=tab]')];

function choose(chosen) {
  for (const tab of tabs) {
    tab.setAttribute('aria-selected', String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
    document.getElementById(tab.getAttribute('aria-controls')).hidden = tab !== chosen;
  }
}

// The address keeps the tab, so that it is the same after a reload.
function chooseNamed() {
  const named = tabs.find((tab) => '#' + tab.dataset.name === location.hash) ?? tabs[0];
  if (named) choose(named);
}

function turnTo(tab) {
  history.replaceState(null, '', '#' + tab.dataset.name);
  choose(tab);
}

for (const [n, tab] of tabs.entries()) {
  tab.addEventListener('click', () => turnTo(tab));
  tab.addEventListener('keydown', (event) => {
    const to = { ArrowLeft: n - 1, ArrowRight: n + 1, Home: 0, End: -1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const tab = tabs.at(to % tabs.length);
    turnTo(tab);
    tab.focus();
  });
}
addEventListener('hashchange', chooseNamed);
chooseNamed();

// A reload, and a fault between two, keep the place in the page and in each document.
history.scrollRestoration = 'manual';
const key = 'places';
const places = JSON.parse(sessionStorage.getItem(key) ?? '{}');
const frames = [...document.querySelectorAll('iframe')];
for (const frame of frames) {
  const restore = () => frame.contentWindow.scrollTo(0, places[frame.title] ?? 0);
  restore();
  frame.addEventListener('load', restore, { once: true });
}
if (tabs.length > 0) addEventListener('load', () => scrollTo(0, places.page ?? 0));
addEventListener('pagehide', () => {
  if (tabs.length === 0) return;
  places.page = scrollY;
  // Those of other tabs may not be loaded, and have their old place.
  for (const frame of frames) if (!frame.closest('[hidden]')) places[frame.title] = frame.contentWindow.scrollY;
  sessionStorage.setItem(key, JSON.stringify(places));
});

const changes = new EventSource('/changes');
const ended = document.getElementById('ended');
changes.addEventListener('version', ({ data }) => {
  if (data !== document.documentElement.dataset.version) location.reload();
});
changes.addEventListener('open', () => { ended.hidden = true; });
changes.addEventListener('error', () => { ended.hidden = false; });
// Before the connection is cut by leaving, which is no end of the preview.
addEventListener('beforeunload', () => changes.close());
`;
