import type { PropsWithChildren } from 'hono/jsx';
import { budget } from '../../functions/digest/fit.ts';
import type { Edition } from './edition.ts';
import { filled } from './files.ts';
import { namedLine, overBudget, sizeLine } from './size.ts';

const descriptions: Readonly<Record<Edition['kind'], (date: string) => string>> = {
  draft: (date) => `What would be the issue of ${date} if it were made now. Nothing is sent.`,
  frozen: (date) => `The issue of ${date}. Nothing is sent.`,
  past: (date) => `The issue of ${date}, rendered again. Nothing is sent.`,
  sample: () => 'An invented issue in your own look. Nothing is sent.',
};

function Page({ version, title, description, children }: PropsWithChildren<{ version: string; title: string; description: string }>) {
  return (
    <html lang="en" data-version={version}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title} · Dawnpost preview</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/preview.css" />
        <script src="/preview.js" defer></script>
      </head>
      <body>
        <header class="top">
          <b>Dawnpost preview</b>
          <span>{description}</span>
          <strong id="ended" role="status" hidden>
            The preview has ended: what you see is old.
          </strong>
        </header>
        <main>{children}</main>
      </body>
    </html>
  );
}

/** What stands in the way of a preview. The page shows the issue again once that is mended. */
export function FaultPage({ version, text }: { readonly version: string; readonly text: string }) {
  return (
    <Page version={version} title="Fault" description="There is nothing to show yet.">
      <section class="fault" role="alert">
        <h1>This can’t be shown</h1>
        <pre>{text}</pre>
        <p>Mend it and save: the issue is back then, by itself.</p>
      </section>
    </Page>
  );
}

/** The issue in each way that it is read, its subject and its size. */
export function PreviewPage({ version, edition }: { readonly version: string; readonly edition: Edition }) {
  const { kind, issue, notes } = edition;
  const { html, text } = filled(edition);
  const panels = [
    { name: 'phone', label: 'Phone', body: <Frame title="The mail on a phone" kind="phone" src="/mail-light.html" /> },
    { name: 'desktop', label: 'Desktop', body: <Frame title="The mail on a desktop" kind="desktop" src="/mail-light.html" /> },
    { name: 'dark', label: 'Dark', body: <Frame title="The mail in the dark scheme" kind="desktop" src="/mail-dark.html" /> },
    { name: 'page', label: 'Page', body: <Frame title="The page in the web archive" kind="page" src="/page.html" /> },
    { name: 'text', label: 'Text', body: <pre class="text">{text}</pre>, alone: true },
    { name: 'source', label: 'Source', body: <pre>{html}</pre>, alone: true },
  ];
  return (
    <Page version={version} title={issue.subject} description={descriptions[kind](issue.date)}>
      <div class="facts">
        <div class="subject">
          <small dir="auto">{issue.newsletter.name}</small>
          <h1 dir="auto">{issue.subject}</h1>
          <p class="dim" dir="auto">
            {issue.preheader}
          </p>
        </div>
        <Size edition={edition} />
      </div>
      {notes.length > 0 && (
        <ul class="notes">
          {notes.map((note) => (
            <li>{sentence(note).split('`').map((part, n) => (n % 2 ? <code>{part}</code> : part))}</li>
          ))}
        </ul>
      )}
      <div role="tablist" aria-label="Ways to look at it">
        {panels.map(({ name, label }, n) => (
          <button type="button" role="tab" id={`tab-${name}`} data-name={name} aria-controls={`panel-${name}`} aria-selected={n === 0 ? 'true' : 'false'} tabindex={n === 0 ? 0 : -1}>
            {label}
          </button>
        ))}
      </div>
      {panels.map(({ name, body, alone }, n) => (
        // What holds nothing to stop at is itself a stop, so that keys can scroll it.
        <div role="tabpanel" id={`panel-${name}`} aria-labelledby={`tab-${name}`} hidden={n > 0} tabindex={alone ? 0 : undefined}>
          {body}
        </div>
      ))}
    </Page>
  );
}

// Lazy: what is in a panel that is not shown is not loaded either. Of the same origin, so that the
// page can keep its place over a reload; nothing in the frame can run a script.
const Frame = ({ title, kind, src }: { readonly title: string; readonly kind: string; readonly src: string }) => (
  <iframe class={kind} title={title} src={src} loading="lazy" sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe>
);

function Size({ edition: { kind, issue, size, cut } }: { readonly edition: Edition }) {
  const [named, over] = [namedLine(issue), overBudget(size)];
  // What an issue of before had room for is not all known.
  const uncut = kind === 'draft' || kind === 'sample' ? 'It fits: nothing is cut.' : 'It fits.';
  return (
    <div class={over === undefined ? 'size' : 'size over'}>
      <b id="size">{sizeLine(size)}</b>
      <meter aria-labelledby="size" min={0} max={budget} value={Math.min(size, budget)}></meter>
      {over !== undefined && <p>{sentence(over)}.</p>}
      {cut.length > 0 ? <p class="dim">Cut so that it fits: {cut.join(', ')}.</p> : over === undefined && <p class="dim">{uncut}</p>}
      {named !== undefined && <p class="dim">Not told in full: {named}.</p>}
    </div>
  );
}

/** With a capital, unless a file's name comes first. */
const sentence = (text: string): string => (/^[\w-]+\.\w/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1));
