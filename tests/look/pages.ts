/** The looks on record: the mail and the web page of several issues, and the pages that the subscribe function serves. */
import { composer } from '../../functions/deliver/compose.ts';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { fit } from '../../functions/digest/fit.ts';
import { render, templateFor } from '../../functions/digest/render.ts';
import type { Issue, Rendered } from '../../functions/model/issue.ts';
import { fillSlots } from '../../functions/model/slot.ts';
import { subscriberId, unsubscribeUrl } from '../../functions/model/subscriber.ts';
import { templatesDir } from '../digest/rendering.ts';
import { config } from '../fixtures.ts';
import { type IssueName, issues } from './issues.ts';
import { letterLooks, siteLooks } from './site.ts';

export interface Look {
  readonly name: string;
  readonly kind: 'mail' | 'page' | 'site' | 'letter';
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

/** A mail without its first section, as who does without it has it. */
const partialLook: Look = {
  name: 'english-mail-without-a-section',
  kind: 'letter',
  issue: fitted(issues.english),
  html: fillSlots(rendered(fitted(issues.english)).html, { unsubscribeUrl: unsubscribe, manageUrl: unsubscribe }, new Set([0])),
};

export const looks: readonly Look[] = [...issueLooks, partialLook, ...letterLooks, ...siteLooks];
