/** The pages that readers meet, as HTML documents. Pure: what to show in, text out. */
import { Addressed, document, Layout, type PageBase } from './layout.tsx';
import { wordsFor } from './words.ts';

export interface UnsubscribeProps extends PageBase {
  /** Whose subscription it would end. */
  readonly address: string;
  /** Where the form posts to: the same URL as the mail's List-Unsubscribe. */
  readonly action: string;
}

export interface ArchiveProps extends PageBase {
  /** Newest first; `date` is YYYY-MM-DD. */
  readonly issues: readonly { readonly date: string; readonly subject: string; readonly preheader?: string; readonly url: string }[];
  readonly links?: ArchiveLinks;
}

export interface ArchiveLinks {
  /** The address of this page itself. */
  readonly canonical: string;
  /** The RSS feed of the issues. */
  readonly feed: string;
  readonly newest?: string;
  readonly newer?: string;
  readonly older?: string;
}

/**
 * Asks before it acts: a GET of the link in the mail shows this page, and only
 * its form (the POST that one-click unsubscribe sends too, RFC 8058) ends anything.
 */
export function unsubscribePage({ address, action, ...newsletter }: UnsubscribeProps): string {
  const { name, locale } = newsletter;
  const words = wordsFor(locale);
  const title = words.unsubscribeTitle(name);
  return document(
    <Layout title={title} newsletter={newsletter} personal>
      <h1>{title}</h1>
      <Addressed words={words.unsubscribeAsk} address={address} />
      <form method="post" action={action}>
        <input type="hidden" name="List-Unsubscribe" value="One-Click" />
        <button type="submit">{words.unsubscribeButton}</button>
      </form>
    </Layout>,
  );
}

/** After the POST. The same whether it was the first or not: it is done either way. */
export function unsubscribedPage(newsletter: PageBase): string {
  const { name, locale } = newsletter;
  const words = wordsFor(locale);
  return document(
    <Layout title={words.unsubscribedTitle} newsletter={newsletter} personal>
      <h1>{words.unsubscribedTitle}</h1>
      <p>{words.unsubscribedText(name)}</p>
    </Layout>,
  );
}

/** For a path that leads nowhere, and for a reader's link with a wrong token: it does not tell which. */
export function notFoundPage(newsletter: PageBase): string {
  const words = wordsFor(newsletter.locale);
  return document(
    <Layout title={words.notFoundTitle} newsletter={newsletter} personal>
      <h1>{words.notFoundTitle}</h1>
      <p>{words.notFoundText}</p>
    </Layout>,
  );
}

/** A page of the list of all issues, month by month. */
export function archivePage({ issues, links, ...newsletter }: ArchiveProps): string {
  const { name, locale } = newsletter;
  const words = wordsFor(locale);
  const day = dayFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  const month = dayFormat(locale, { month: 'long', year: 'numeric' });
  // By what the heading reads: a locale's calendar may have months of its own.
  const months = [...new Set(issues.map(({ date }) => month(date)))].map((heading) => ({ heading, issues: issues.filter(({ date }) => month(date) === heading) }));
  return document(
    <Layout title={words.archiveTitle} newsletter={newsletter} personal={false} head={links && <HeadLinks name={name} links={links} />}>
      <h1>{words.archiveTitle}</h1>
      {issues.length === 0 && <p>{words.archiveEmpty}</p>}
      {months.map(({ heading, issues }) => (
        <>
          <h2>{heading}</h2>
          <ul>
            {issues.map(({ date, subject, preheader, url }) => (
              <li>
                <a href={url}>
                  <time datetime={date}>{day(date)}</time>
                  <b dir="auto">{subject}</b>
                  {preheader && <small dir="auto">{preheader}</small>}
                </a>
              </li>
            ))}
          </ul>
        </>
      ))}
      {links && (
        <nav>
          {links.newest && <a href={links.newest}>{words.newestIssues}</a>}
          {links.newer && <a href={links.newer}>{words.newerIssues}</a>}
          {links.older && <a href={links.older}>{words.olderIssues}</a>}
          <a class="feed" href={links.feed}>
            {words.feed}
          </a>
        </nav>
      )}
    </Layout>,
  );
}

/** Where feed readers find the feed, and search engines the page's one address. */
function HeadLinks({ name, links }: { readonly name: string; readonly links: ArchiveLinks }) {
  return (
    <>
      <link rel="canonical" href={links.canonical} />
      <link rel="alternate" type="application/rss+xml" title={name} href={links.feed} />
    </>
  );
}

/** A calendar date has no timezone: read and written as UTC it stays the day it is. */
function dayFormat(locale: string, options: Intl.DateTimeFormatOptions): (date: string) => string {
  const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  return (date) => format.format(Date.parse(`${date}T12:00:00Z`));
}
