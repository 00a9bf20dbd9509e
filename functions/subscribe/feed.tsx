/** The issues as a feed of their own: RSS 2.0 (https://www.rssboard.org/rss-specification). */
import { generateRssFeed } from 'feedsmith';
import type { Listed } from './archive.ts';
import type { PageBase } from './layout.tsx';
import { wordsFor } from './words.ts';

/** Minutes a reader may keep the feed: there is one issue a day. */
const ttl = 60;

/**
 * The feed of the issues given, newest first. Pure: the same issues give the
 * same bytes, so that whoever asks again is told that nothing changed.
 */
export function feedOf({ name, locale }: PageBase, issues: readonly Listed[], baseUrl: string): string {
  const newest = issues[0];
  return generateRssFeed<true>(
    {
      title: name,
      link: `${baseUrl}/issues`,
      description: wordsFor(locale).feedDescription(name),
      language: new Intl.Locale(locale).toString(),
      ...(newest && { lastBuildDate: new Date(newest.at) }),
      ttl,
      atom: { links: [{ href: `${baseUrl}/feed.xml`, rel: 'self', type: 'application/rss+xml' }] },
      items: issues.map((issue) => {
        const url = `${baseUrl}/issues/${issue.date}`;
        return {
          title: issue.subject,
          link: url,
          description: headlinesOf(issue),
          guid: { value: url, isPermaLink: true },
          pubDate: new Date(issue.at),
        };
      }),
    },
    { strict: true },
  );
}

/** HTML of the plainest kind: the headlines, section by section. Escaped here, and by the generator once more for XML, as RSS has it. */
function headlinesOf({ sections }: Listed): string {
  const html = (
    <>
      {sections.map(({ title, headlines }) => (
        <>
          <h3>{title}</h3>
          <ul>
            {headlines.map((headline) => (
              <li>{headline}</li>
            ))}
          </ul>
        </>
      ))}
    </>
  );
  return (html as { toString(): string }).toString();
}
