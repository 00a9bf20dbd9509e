/** The look of the preview's page: that of the demo's inbox. */
export const pageStyle = `
:root { color-scheme: light dark; --back: #f4f0e9; --card: #fff; --ink: #1f1b16; --dim: #736b60; --line: #e2dbd0; --accent: #b0400e; --chosen: #faf3ea; --wrong: #b3261e }
@media (prefers-color-scheme: dark) { :root { --back: #14120f; --card: #1e1b17; --ink: #f0ebe3; --dim: #a59d91; --line: #37322b; --accent: #f7a26a; --chosen: #2b2620; --wrong: #ff9a8d } }
* { box-sizing: border-box }
[hidden] { display: none !important }
body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.5 -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif }
.top { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: baseline; padding: 14px 20px; border-bottom: 1px solid var(--line); background: var(--card) }
.top b { font: 700 20px/1.2 Georgia, 'Times New Roman', serif }
.top span { color: var(--dim); flex: 1 1 16em; font-size: 14px }
.top strong { color: var(--wrong); font-size: 14px }
main { padding: 20px; max-width: 1240px; margin: 0 auto }
.facts { display: flex; flex-wrap: wrap; gap: 16px 40px; justify-content: space-between }
.subject { flex: 1 1 24em; min-width: 0; overflow-wrap: anywhere }
h1 { margin: 0 0 4px; font: 700 22px/1.3 Georgia, 'Times New Roman', serif; overflow-wrap: anywhere }
p { margin: 0 }
.dim, small { color: var(--dim); font-size: 14px }
.size { flex: 0 1 300px; font-size: 14px }
/* Chromium draws it half as high as it is, in the middle; Firefox as it is. */
meter { display: block; width: 100%; height: 16px; margin: 3px 0 2px; border: 0; background: none; appearance: none }
meter::-webkit-meter-bar { border: 0; border-radius: 99px; background: var(--line); overflow: hidden }
meter::-webkit-meter-optimum-value, meter::-webkit-meter-suboptimum-value, meter::-webkit-meter-even-less-good-value { border-radius: 99px; background: var(--accent) }
meter::-moz-meter-bar { background: var(--accent) }
@supports (-moz-appearance: none) { meter { height: 8px; margin: 7px 0 6px; border-radius: 99px; background: var(--line); overflow: hidden } }
.over p, .over b { color: var(--wrong) }
.notes { margin: 16px 0 0; padding: 10px 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--chosen); list-style: none; font-size: 14px; overflow-wrap: anywhere }
.notes li + li { margin-top: 4px }
code { font: 13px/1.5 ui-monospace, Menlo, Consolas, 'Liberation Mono', monospace }
[role=tablist] { display: flex; flex-wrap: wrap; gap: 8px; margin: 20px 0 14px }
[role=tab] { padding: 5px 14px; border: 1px solid var(--line); border-radius: 99px; background: var(--card); color: var(--ink); font: inherit; font-size: 14px; cursor: pointer }
[role=tab][aria-selected=true] { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600 }
iframe { display: block; width: 100%; height: max(560px, calc(100vh - 40px)); margin: 0 auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card) }
/* With the line around it: 375 and 800 pixels inside. */
.phone { width: 377px; max-height: 814px; border-radius: 24px }
.desktop { max-width: 802px }
pre { margin: 0; padding: 18px 20px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); font: 13px/1.5 ui-monospace, Menlo, Consolas, 'Liberation Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere }
/* A terminal has 80 columns, on a phone too. */
.text { width: calc(80ch + 42px); margin: 0 auto; unicode-bidi: plaintext }
#panel-text { overflow-x: auto }
.fault { padding: 20px; border: 1px solid var(--line); border-radius: 10px; background: var(--card) }
.fault h1 { color: var(--wrong) }
.fault pre { margin: 12px 0; border: 0; padding: 12px 14px; background: var(--chosen) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
@media (max-width: 760px) { main { padding: 16px 11px } .top { padding: 12px 11px } [role=tablist] { gap: 4px } [role=tab] { padding: 5px 9px } pre { padding: 12px 11px } .size { flex-basis: 100% } }
`;
