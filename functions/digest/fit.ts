/** The mail's budget: Gmail clips a mail past 102 KB, and with it the link to unsubscribe. */
import { encodeBody, encodeText } from '../model/encoded-body.ts';
import type { Issue, ItemFate, MailRoom } from '../model/issue.ts';
import { withoutSections } from '../model/slot.ts';
import { manageUrl, unsubscribeUrl } from '../model/subscriber.ts';
import { itemName } from './item-name.ts';
import { deal } from './rank.ts';
import { renderMail, type Template } from './render.ts';
import { longest } from './story-view.ts';

/** Bytes of the HTML part as it is sent, at most: 90 KB. */
export const budget = 90_000;

/** Bytes of a mail's HTML as it is sent to who gets all sections: encoded, links filled in. */
export function encodedSize(html: string, baseUrl: string): number {
  const [id, token] = ['0'.repeat(32), '0'.repeat(22)];
  const links = { unsubscribeUrl: encodeText(unsubscribeUrl(baseUrl, id, token)), manageUrl: encodeText(manageUrl(baseUrl, id, token)) };
  return withoutSections(encodeBody(html), new Set()).reduce((bytes, piece) => bytes + (typeof piece === 'string' ? piece : links[piece.slot]).length, 0);
}

/**
 * The issue with the most of it that a mail has room for. First the titles
 * alone get fewer and the summaries shorter, then stories fewer, always the
 * last of the section that shows most, and a section only goes when no summary
 * is left. Says where each item is named that the mail does not tell in full.
 */
export function fit(issue: Issue, template: Template, titlesPerSection: number): Issue {
  const rooms = roomsOf(issue, titlesPerSection);
  const fits = (room: MailRoom): boolean => encodedSize(renderMail({ ...issue, mail: room }, template), issue.newsletter.baseUrl) <= budget;
  // Each step is smaller than the one before, so that the first that fits can be found by halving.
  let [low, high] = [0, rooms.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(rooms[middle]!)) high = middle;
    else low = middle + 1;
  }
  const mail = rooms[low]!;
  return { ...issue, mail, items: named(issue, mail) };
}

/** Summaries and titles a section, from all of it down: what is told of each story goes before a story does, and a section last. */
const steps = [[longest.summary, Infinity], [longest.summary, 3], [210, 2], [140, 2], [140, 1], [140, 0], [90, 0], [0, 0]] as const;

/** The rooms to try, from all of it to the lead alone; each shows a part of what the one before it shows. */
function roomsOf({ sections, lead = 0 }: Issue, titlesPerSection: number): MailRoom[] {
  const stories = sections.map((section) => section.stories.length);
  const all = stories.reduce((sum, count) => sum + count, 0);
  // The lead has its place, also where not every section has one.
  const leads = stories.map((held, n) => (n === lead && held > 0 ? 1 : 0));
  // One story of each section is worth more than the summaries of many.
  const least = Math.min(all, Math.max(1, stories.filter((held) => held > 0).length));
  const room = (summary: number, titles: number, count: number): MailRoom => {
    const dealt = count >= least ? deal(stories, count) : deal(stories.map((held, n) => held - leads[n]!), count - 1).map((more, n) => more + leads[n]!);
    return { summary, sections: dealt.map((shown) => ({ stories: shown, titles: Math.min(titles, titlesPerSection) })) };
  };
  const fewer = (from: number, to: number, summary: number): MailRoom[] => Array.from({ length: Math.max(0, from - to) }, (_, n) => room(summary, 0, from - 1 - n));
  const [told, bare] = [steps.slice(0, 6), steps.slice(6)];
  return [
    ...told.map(([summary, titles]) => room(summary, titles, all)),
    ...fewer(all, least, 140),
    ...bare.map(([summary, titles]) => room(summary, titles, least)),
    ...fewer(least, 1, 0),
  ];
}

/** The fates of the items, with where those are named that the mail does not tell in full. */
function named({ sections, items }: Issue, mail: MailRoom): ItemFate[] {
  const places = new Map<string, 'mail' | 'page'>();
  sections.forEach(({ stories, titles = [] }, s) => {
    const shown = mail.sections[s]!;
    [...stories.slice(shown.stories), ...titles].forEach(({ item }, n) => places.set(item, n < shown.titles ? 'mail' : 'page'));
  });
  return items.map((fate) => {
    const place = places.get(fate.as ?? itemName(fate));
    return place ? { ...fate, named: place } : fate;
  });
}
