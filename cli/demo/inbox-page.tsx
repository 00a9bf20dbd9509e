import { raw } from 'hono/html';
import type { InboxMail } from './mails.ts';

/** The ways to look at a mail. */
export const views = ['desktop', 'phone', 'text', 'source'] as const;
export type MailView = (typeof views)[number];

const labels: Readonly<Record<MailView, string>> = { desktop: 'Desktop', phone: 'Phone', text: 'Plain text', source: 'Source' };

const style = `
:root { color-scheme: light dark; --back: #f4f0e9; --card: #fff; --ink: #1f1b16; --dim: #736b60; --line: #e2dbd0; --accent: #b0400e; --chosen: #faf3ea }
@media (prefers-color-scheme: dark) { :root { --back: #14120f; --card: #1e1b17; --ink: #f0ebe3; --dim: #a59d91; --line: #37322b; --accent: #f7a26a; --chosen: #2b2620 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.5 -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif }
a { color: inherit }
.top { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: baseline; padding: 14px 20px; border-bottom: 1px solid var(--line); background: var(--card) }
.top b { font: 700 20px/1.2 Georgia, 'Times New Roman', serif }
.top span { color: var(--dim); flex: 1 1 16em; font-size: 14px }
.panes { display: grid; grid-template-columns: minmax(230px, 320px) 1fr; min-height: calc(100vh - 60px) }
nav { border-inline-end: 1px solid var(--line); background: var(--card) }
nav a { display: block; padding: 12px 20px; border-bottom: 1px solid var(--line); text-decoration: none; overflow-wrap: anywhere }
nav a[aria-current] { background: var(--chosen); box-shadow: inset 3px 0 var(--accent) }
nav b { display: block; line-height: 1.35 }
small { color: var(--dim); font-size: 13px }
article { padding: 20px; min-width: 0 }
h1 { margin: 0 0 4px; font: 700 22px/1.3 Georgia, 'Times New Roman', serif; overflow-wrap: anywhere }
.bar { display: flex; flex-wrap: wrap; gap: 8px; margin: 14px 0; align-items: center; font-size: 14px }
.bar a { padding: 5px 14px; border: 1px solid var(--line); border-radius: 99px; background: var(--card); text-decoration: none }
.bar a[aria-current] { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600 }
.bar a.out { border-color: transparent; background: none; text-decoration: underline; padding: 5px }
.bar i { flex: 1 }
iframe { display: block; width: 100%; height: max(560px, calc(100vh - 210px)); border: 1px solid var(--line); border-radius: 10px; background: var(--card) }
iframe.phone { width: 377px; max-width: 100% }
pre { margin: 0; padding: 18px 20px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); font: 13px/1.5 ui-monospace, Menlo, Consolas, 'Liberation Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere }
.empty { padding: 40px 20px; color: var(--dim) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
@media (max-width: 760px) { .panes { display: block } nav { border: 0; max-height: 176px; overflow: auto; border-bottom: 1px solid var(--line) } article { padding: 16px 12px } }
`;

interface InboxProps {
  readonly mails: readonly InboxMail[];
  readonly chosen: InboxMail | undefined;
  readonly view: MailView;
  /** Where the inbox is mounted, no slash at the end. */
  readonly base: string;
  readonly archive: string;
  /** The page where one joins. */
  readonly join: string;
}

/** The whole inbox on one page, without a script: the list, and the chosen mail in one of its views. */
export function InboxPage({ mails, chosen, view, base, archive, join }: InboxProps) {
  const link = (mail: InboxMail, as: MailView) => `${base}/?mail=${encodeURIComponent(mail.id)}&view=${as}`;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Inbox · Dawnpost demo</title>
        <style>{raw(style)}</style>
      </head>
      <body>
        <header class="top">
          <b>Dawnpost demo</b>
          <span>{mails.length === 1 ? 'One mail' : `${mails.length} mails`} in the outbox. None has left this machine.</span>
          <a href={archive}>All issues on the web</a> <a href={join}>Join</a>
        </header>
        <div class="panes">
          <nav aria-label="Mails">
            {mails.map((mail) => (
              <a href={link(mail, view)} aria-current={mail === chosen ? 'true' : undefined}>
                <b dir="auto">{mail.subject}</b>
                <small>To {mail.to}</small>
              </a>
            ))}
          </nav>
          <main>{chosen ? <Mail mail={chosen} view={view} base={base} link={link} /> : <p class="empty">No mail yet. It shows up here as soon as an issue is delivered; then reload this page.</p>}</main>
        </div>
      </body>
    </html>
  );
}

interface MailProps {
  readonly mail: InboxMail;
  readonly view: MailView;
  readonly base: string;
  readonly link: (mail: InboxMail, as: MailView) => string;
}

function Mail({ mail, view, base, link }: MailProps) {
  return (
    <article>
      <h1 dir="auto">{mail.subject}</h1>
      <small>
        {mail.from} to {mail.to}
        {mail.date && `, ${mail.date.toUTCString().replace('GMT', 'UTC')}`}
      </small>
      <div class="bar">
        {views.map((as) => (
          <a href={link(mail, as)} aria-current={as === view ? 'true' : undefined}>
            {labels[as]}
          </a>
        ))}
        <i></i>
        {mail.unsubscribe && (
          <a class="out" href={mail.unsubscribe}>
            Unsubscribe (this mail’s own link)
          </a>
        )}
      </div>
      {view === 'source' && <pre>{mail.source}</pre>}
      {view === 'text' && <pre>{mail.text.split(/(https?:\/\/\S+)/).map((part, n) => (n % 2 ? <a href={part}>{part}</a> : part))}</pre>}
      {(view === 'desktop' || view === 'phone') && (
        <iframe class={view} title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src={`${base}/mails/${encodeURIComponent(mail.id)}.html`}></iframe>
      )}
    </article>
  );
}
