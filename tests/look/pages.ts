/** The looks on record: the mail and the web page of several issues, and the pages that the subscribe function serves. */
import { composer } from '../../functions/deliver/compose.ts';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { fit } from '../../functions/digest/fit.ts';
import { render, templateFor } from '../../functions/digest/render.ts';
import type { Issue, Rendered } from '../../functions/model/issue.ts';
import { fillSlots } from '../../functions/model/slot.ts';
import { subscriberId, unsubscribeUrl } from '../../functions/model/subscriber.ts';
import { archivePage, notFoundPage, unsubscribedPage, unsubscribePage } from '../../functions/subscribe/pages.tsx';
import { templatesDir } from '../digest/rendering.ts';
import { config } from '../fixtures.ts';
import { type IssueName, issues } from './issues.ts';

export interface Look {
  readonly name: string;
  readonly kind: 'mail' | 'page' | 'site';
  readonly html: string;
  /** What it shows, fitted as it is before it is frozen; the site's own pages show none. */
  readonly issue?: Issue;
}

const address = 'reader@example.org';
const id = subscriberId(address);
const subscriber = { address, state: 'active', token: 'a-token-of-22-characters', since: '2026-01-01T00:00:00Z' } as const;
export const unsubscribe = unsubscribeUrl('https://news.example.com', id, subscriber.token);

const templates = await loadTemplates(templatesDir);

/** As `publish` does it: what the mail has no room for is taken out of it, and all is rendered. */
export const fitted = (issue: Issue): Issue => fit(issue, templateFor(issue, templates), config.limits.titlesPerSection);
export const rendered = (issue: Issue): Rendered => render(issue, templates);

/** The mail's HTML as its reader has it. */
export const mailOf = (issue: Issue): string => fillSlots(rendered(issue).html, { unsubscribeUrl: unsubscribe, manageUrl: unsubscribe.replace('/unsubscribe/', '/manage/') });

/** The mail as it goes to SES, fitted. */
export async function composed(whole: Issue): Promise<Buffer> {
  const issue = fitted(whole);
  const { name } = issue.newsletter;
  const compose = await composer({ ...config, name, from: { name, address: 'digest@example.com' } }, issue, rendered(issue));
  return Buffer.concat(compose(id, subscriber).pieces);
}

/** Every issue as a mail; as a page those that differ from the mail by more than its foot. */
const asPages: readonly IssueName[] = ['english', 'one-of-everything', 'empty', 'sixty-stories-russian', 'arabic', 'hostile'];

export const issueLooks: readonly Look[] = (Object.keys(issues) as IssueName[]).flatMap((name): Look[] => {
  const issue = fitted(issues[name]);
  const mail: Look = { name: `${name}-mail`, kind: 'mail', html: mailOf(issue), issue };
  return asPages.includes(name) ? [mail, { name: `${name}-page`, kind: 'page', html: rendered(issue).page, issue }] : [mail];
});

/** The https pictures that an issue names, as a browser asks for them. */
export const picturesOf = ({ newsletter, sections }: Issue): string[] =>
  [newsletter.masthead?.logo, ...sections.flatMap(({ stories }) => stories.map(({ image }) => image))].flatMap((image) => (image && URL.canParse(image.url) ? new URL(image.url).href : []));

function siteLooks(language: IssueName, ...only: readonly string[]): Look[] {
  const { newsletter: { name, locale }, subject, preheader } = issues[language];
  const base = { name, locale };
  const pages = {
    archive: archivePage({
      ...base,
      issues: ['2026-03-02', '2026-03-01', '2026-02-28'].map((date, n) => ({ date, subject, ...(n < 2 && { preheader }), url: `/issues/${date}` })),
      links: { canonical: '/issues', feed: '/feed.xml', newest: '/issues', newer: '/issues?before=2026-04-01', older: '/issues?before=2026-02-28' },
    }),
    'archive-without-links': archivePage({ ...base, issues: [{ date: '2026-03-02', subject, url: '/issues/2026-03-02' }] }),
    'archive-empty': archivePage({ ...base, issues: [] }),
    unsubscribe: unsubscribePage({ ...base, address: `${'long.'.repeat(12)}name@mail.of.a.rather-long-host.example.org`, action: '/unsubscribe/ab/cd' }),
    unsubscribed: unsubscribedPage(base),
    'not-found': notFoundPage(base),
  };
  return Object.entries(pages).filter(([page]) => only.length === 0 || only.includes(page)).map(([page, html]) => ({ name: `${page}-${language}`, kind: 'site', html }));
}

export const looks: readonly Look[] = [...issueLooks, ...siteLooks('english'), ...siteLooks('arabic', 'archive', 'unsubscribe'), ...siteLooks('hostile', 'archive', 'unsubscribe')];
