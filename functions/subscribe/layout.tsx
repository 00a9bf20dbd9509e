import { raw } from 'hono/html';
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { HtmlEscapedString } from 'hono/utils/html';
import { directionOf } from '../model/direction.ts';
import { type Palette, type Palettes, palettesOf } from '../model/palette.ts';

const colours = ({ page, card, box, headline, text, dim, rule, accent, onAccent }: Palette): string =>
  `--back: ${page}; --card: ${card}; --box: ${box}; --ink: ${headline}; --text: ${text}; --dim: ${dim}; --line: ${rule}; --accent: ${accent}; --on-accent: ${onAccent}`;

/** The style of every page, in the newsletter's colours: always the same bytes, so that a Content-Security-Policy can allow it by its hash. */
export const pageStyle = ({ light, dark }: Palettes): string => `
:root { color-scheme: light dark; ${colours(light)} }
@media (prefers-color-scheme: dark) { :root { ${colours(dark)} } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; background: var(--back); color: var(--text); font: 16px/1.55 -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif }
main { max-width: 600px; margin: 0 auto; padding: 28px 20px 40px; background: var(--card); min-height: 100vh }
.name { margin: 0 0 28px; padding: 0 0 18px; border-bottom: 1px solid var(--line); text-align: center; font: 700 22px/1.2 Georgia, 'Times New Roman', serif; color: var(--ink); overflow-wrap: anywhere }
h1 { margin: 0 0 12px; font: 700 27px/1.25 Georgia, 'Times New Roman', serif; color: var(--ink); overflow-wrap: anywhere }
p { margin: 0 0 20px; overflow-wrap: anywhere }
strong { color: var(--ink) }
button { width: 100%; min-height: 48px; padding: 12px 28px; border: 0; border-radius: 8px; background: var(--accent); color: var(--on-accent); font: inherit; font-size: 17px; font-weight: 600; cursor: pointer }
button:hover { filter: brightness(1.08) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
a { color: var(--accent); text-underline-offset: 3px }
h2 { margin: 28px 0 10px; font-size: 14px; line-height: 1.4; letter-spacing: .08em; color: var(--accent) }
:lang(ar) h2 { letter-spacing: 0 }
h2::first-letter, time::first-letter { text-transform: uppercase }
ul { list-style: none; margin: 0; padding: 0 }
li { border-top: 1px solid var(--line) }
li a { display: block; padding: 14px 0; color: var(--text); text-decoration: none; overflow-wrap: anywhere }
li b { display: block; font: 700 18px/1.35 Georgia, 'Times New Roman', serif; color: var(--ink) }
li a:hover b { text-decoration: underline }
time, small { display: block; font-size: 13px; line-height: 1.5 }
time { margin-bottom: 2px; color: var(--dim) }
small { margin-top: 4px; font-size: 14px }
nav { display: flex; flex-wrap: wrap; gap: 4px 24px; margin-top: 12px; padding-top: 12px; border-top: 1px solid var(--line) }
nav a { padding: 8px 0 }
label, legend { display: block; margin: 0 0 6px; padding: 0; font-weight: 600; color: var(--ink) }
input[type='email'] { display: block; width: 100%; min-height: 48px; margin: 0 0 16px; padding: 10px 14px; border: 1px solid var(--dim); border-radius: 8px; background: var(--card); color: var(--ink); font: inherit; font-size: 17px }
input[aria-invalid] { border-color: var(--accent); margin-bottom: 6px }
fieldset { margin: 0 0 20px; padding: 0; border: 0 }
.check { display: flex; align-items: center; gap: 12px; min-height: 44px; margin: 0; font-weight: 400; color: var(--text) }
.check span { min-width: 0; overflow-wrap: anywhere }
.check input { flex: none; width: 22px; height: 22px; margin: 0; accent-color: var(--accent) }
.small { margin: 14px 0 0; font-size: 14px; color: var(--dim) }
.fault { font-weight: 600; color: var(--accent) }
.saved { padding: 10px 14px; border-radius: 8px; background: var(--box); color: var(--ink) }
.trap { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%) }
.quiet { border: 1px solid var(--accent); background: transparent; color: var(--accent) }
form { margin: 0 0 28px }
nav .feed { margin-inline-start: auto }
@media (min-width: 640px) { body { padding: 40px 20px } main { min-height: 0; padding: 40px 44px 48px; border-radius: 12px } button { width: auto } }
`;

/** What every page needs of the newsletter. */
export interface PageBase {
  readonly name: string;
  /** BCP 47 tag. */
  readonly locale: string;
  readonly look?: { readonly palettes: Palettes };
}

interface LayoutProps {
  readonly newsletter: PageBase;
  readonly title: string;
  /** A page that belongs to one reader: not for search engines. */
  readonly personal: boolean;
  /** What else its head holds. */
  readonly head?: Child;
}

/** The frame of every page: plain HTML, no script, nothing loaded from anywhere. */
export function Layout({ newsletter: { name, locale, look }, title, personal, head, children }: PropsWithChildren<LayoutProps>) {
  const dir = directionOf(locale);
  return (
    <html lang={locale} dir={dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · ${name}`}</title>
        <meta name="referrer" content="no-referrer" />
        {personal && <meta name="robots" content="noindex" />}
        <meta name="color-scheme" content="light dark" />
        {head}
        <style>{raw(pageStyle(look?.palettes ?? palettesOf({})))}</style>
      </head>
      <body>
        <main>
          <p class="name" dir="auto">
            {name}
          </p>
          {children}
        </main>
      </body>
    </html>
  );
}

/** A sentence round an address, which runs from left to right in every language. */
export const Addressed = ({ words: [before, after], address }: { readonly words: readonly [before: string, after: string]; readonly address: string }) => (
  <p>
    {before}
    <strong dir="ltr">{address}</strong>
    {after}
  </p>
);

/** A page as text. No component here is async, so an element is text already, however its type hedges. */
export const document = (page: HtmlEscapedString | Promise<HtmlEscapedString>): string => `<!doctype html>\n${(page as HtmlEscapedString).toString()}`;
