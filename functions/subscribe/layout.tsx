import { raw } from 'hono/html';
import type { PropsWithChildren } from 'hono/jsx';
import { directionOf } from '../model/direction.ts';

/** The style of every page, always the same bytes, so that a Content-Security-Policy can allow it by its hash. */
export const pageStyle = `
:root { color-scheme: light dark; --back: #f4f0e9; --card: #fff; --ink: #1f1b16; --text: #4a443c; --dim: #736b60; --line: #e8e2d9; --accent: #b0400e; --on-accent: #fff }
@media (prefers-color-scheme: dark) { :root { --back: #14120f; --card: #1e1b17; --ink: #f5f1ea; --text: #cfc8bd; --dim: #a59d91; --line: #37322b; --accent: #f7a26a; --on-accent: #1e1b17 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; background: var(--back); color: var(--text); font: 16px/1.55 -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif }
main { max-width: 600px; margin: 0 auto; padding: 28px 20px 40px; background: var(--card); min-height: 100vh }
.name { margin: 0 0 28px; padding: 0 0 18px; border-bottom: 1px solid var(--line); text-align: center; font: 700 22px/1.2 Georgia, 'Times New Roman', serif; color: var(--ink) }
h1 { margin: 0 0 12px; font: 700 27px/1.25 Georgia, 'Times New Roman', serif; color: var(--ink) }
p { margin: 0 0 20px; overflow-wrap: anywhere }
strong { color: var(--ink) }
button { width: 100%; min-height: 48px; padding: 12px 28px; border: 0; border-radius: 8px; background: var(--accent); color: var(--on-accent); font: inherit; font-size: 17px; font-weight: 600; cursor: pointer }
button:hover { filter: brightness(1.08) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
ul { list-style: none; margin: 0; padding: 0 }
li { border-top: 1px solid var(--line) }
li a { display: block; padding: 14px 0; color: var(--ink); text-decoration: none; font: 700 18px/1.35 Georgia, 'Times New Roman', serif; overflow-wrap: anywhere }
li a:hover { text-decoration: underline }
time { display: block; margin-bottom: 2px; font: 13px/1.5 -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; color: var(--dim) }
@media (min-width: 640px) { body { padding: 40px 20px } main { min-height: 0; padding: 40px 44px 48px; border-radius: 12px } button { width: auto } }
`;

interface LayoutProps {
  readonly title: string;
  readonly name: string;
  readonly locale: string;
  /** A page that belongs to one reader: not for search engines. */
  readonly personal: boolean;
}

/** The frame of every page: plain HTML, no script, nothing loaded from anywhere. */
export function Layout({ title, name, locale, personal, children }: PropsWithChildren<LayoutProps>) {
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
        <style>{raw(pageStyle)}</style>
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
