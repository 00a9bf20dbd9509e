/** The pages that readers meet, as HTML documents. Pure: what to show in, text out. */
import type { HtmlEscapedString } from 'hono/utils/html';
import { Layout } from './layout.tsx';
import { wordsFor } from './words.ts';

/** What every page needs of the newsletter. */
export interface PageBase {
  readonly name: string;
  /** BCP 47 tag. */
  readonly locale: string;
}

export interface UnsubscribeProps extends PageBase {
  /** Whose subscription it would end. */
  readonly address: string;
  /** Where the form posts to: the same URL as the mail's List-Unsubscribe. */
  readonly action: string;
}

export interface ArchiveProps extends PageBase {
  /** Newest first; `date` is YYYY-MM-DD. */
  readonly issues: readonly { readonly date: string; readonly subject: string; readonly url: string }[];
}

/**
 * Asks before it acts: a GET of the link in the mail shows this page, and only
 * its form (the POST that one-click unsubscribe sends too, RFC 8058) ends anything.
 */
export function unsubscribePage({ name, locale, address, action }: UnsubscribeProps): string {
  const words = wordsFor(locale);
  const title = words.unsubscribeTitle(name);
  const [before, after] = words.unsubscribeAsk;
  return document(
    <Layout title={title} name={name} locale={locale} personal>
      <h1>{title}</h1>
      <p>
        {before}
        <strong dir="ltr">{address}</strong>
        {after}
      </p>
      <form method="post" action={action}>
        <input type="hidden" name="List-Unsubscribe" value="One-Click" />
        <button type="submit">{words.unsubscribeButton}</button>
      </form>
    </Layout>,
  );
}

/** After the POST. The same whether it was the first or not: it is done either way. */
export function unsubscribedPage({ name, locale }: PageBase): string {
  const words = wordsFor(locale);
  return document(
    <Layout title={words.unsubscribedTitle} name={name} locale={locale} personal>
      <h1>{words.unsubscribedTitle}</h1>
      <p>{words.unsubscribedText(name)}</p>
    </Layout>,
  );
}

/** For a path that leads nowhere, and for a reader's link with a wrong token: it does not tell which. */
export function notFoundPage({ name, locale }: PageBase): string {
  const words = wordsFor(locale);
  return document(
    <Layout title={words.notFoundTitle} name={name} locale={locale} personal>
      <h1>{words.notFoundTitle}</h1>
      <p>{words.notFoundText}</p>
    </Layout>,
  );
}

/** The list of all issues. */
export function archivePage({ name, locale, issues }: ArchiveProps): string {
  const words = wordsFor(locale);
  const day = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return document(
    <Layout title={words.archiveTitle} name={name} locale={locale} personal={false}>
      <h1>{words.archiveTitle}</h1>
      {issues.length === 0 && <p>{words.archiveEmpty}</p>}
      <ul>
        {issues.map(({ date, subject, url }) => (
          <li>
            <a href={url}>
              <time datetime={date}>{day.format(Date.parse(`${date}T12:00:00Z`))}</time>
              <span dir="auto">{subject}</span>
            </a>
          </li>
        ))}
      </ul>
    </Layout>,
  );
}

// No component here is async, so an element is text already, however its type hedges.
const document = (page: HtmlEscapedString | Promise<HtmlEscapedString>): string => `<!doctype html>\n${(page as HtmlEscapedString).toString()}`;
