import type { Issue, IssueSection, SilentFeed, Title } from '../model/issue.ts';
import type { Logo } from '../model/look.ts';
import { type Range, rangeBegin, rangeEnd, slot } from '../model/slot.ts';
import { clip, httpUrl } from '../model/text.ts';
import { bySource } from './leftovers.ts';
import { type Moments, momentsOf } from './moments.ts';
import { type Lengths, line, longest, type StoryView, storyViewer } from './story-view.ts';
import { stringsFor, type Strings } from './strings.ts';

/**
 * All that the renderings show, and nothing that needs a decision: the template
 * and the text part only place it. Every key is always there, because the
 * template is compiled strict: a name it does not find is an error.
 */
export interface View {
  readonly lang: string;
  readonly name: string;
  readonly logo: Logo | undefined;
  /** Empty where the operator wants none. */
  readonly header: string;
  readonly footer: string;
  readonly subject: string;
  readonly preheader: string;
  readonly dateLine: string;
  /** The same in two: the day, and how much the whole issue holds, empty where it holds nothing. */
  readonly day: string;
  readonly told: string;
  /** A word to readers who had to wait; empty where the issue was on time. */
  readonly belated: string;
  /** Marks of ranges in the mail, empty on the page: readers may do without sections. */
  readonly whole: string;
  readonly finish: string;
  /** In place of the preheader, for who does without some sections. */
  readonly headlines: readonly { readonly begin: string; readonly text: string }[];
  /** Empty where the issue is so short that it is its own overview. */
  readonly overview: readonly { readonly begin: string; readonly title: string; readonly headlines: readonly string[] }[];
  /** The story that leads the issue, and is not told in its section again; `apart` if its section is not the next to come. */
  readonly lead: { readonly begin: string; readonly section: string; readonly apart: boolean; readonly story: StoryView } | undefined;
  readonly sections: readonly SectionView[];
  /** Of sections that are not shown at all. */
  readonly more: More | undefined;
  /** A line for each feed that has failed for days. */
  readonly silent: readonly string[];
  readonly words: Strings;
  readonly why: string;
  readonly postalAddress: string;
  readonly webUrl: string;
  readonly archiveUrl: string;
  /** The RSS feed of the issues. */
  readonly feedUrl: string;
  /** A slot: each reader's own link stands here in the mail. */
  readonly unsubscribeUrl: string;
  readonly manageUrl: string;
}

export interface SectionView {
  /** Its name in an address, such as `s2`. */
  readonly anchor: string;
  readonly begin: string;
  readonly title: string;
  readonly stories: readonly StoryView[];
  /** What is named and no more, a feed at a time. */
  readonly titles: readonly { readonly from: string; readonly items: readonly { readonly title: string; readonly url: string | undefined }[] }[];
  readonly more: More | undefined;
}

/** What is not shown: where it can be read, if anywhere. */
export interface More {
  readonly text: string;
  readonly url: string | undefined;
}

/** Where the view is shown: the mail has limited room and reader's links, the page has neither. */
export type Place = 'mail' | 'page';

const silentShown = 5;
const overviewLines = 6;
const overviewSections = 12;

/** What to show of an issue. Pure: the same issue gives the same view on every machine. */
export function viewOf(issue: Issue, place: Place): View {
  const { newsletter } = issue;
  const { masthead = {}, locale, timezone } = newsletter;
  const words = stringsFor(locale);
  const moments = momentsOf(issue.date, locale, timezone);
  // The mail of a week has no page of its own.
  const webUrl = httpUrl(`${newsletter.baseUrl}/issues${issue.days ? '' : `/${issue.date}`}`) ?? '';
  const day = issue.days && issue.days.from !== issue.days.to ? moments.days(issue.days.from) : moments.day;
  const room = place === 'mail' ? issue.mail : undefined;
  const summary = room?.summary ?? longest.summary;
  const lengths: Lengths = { summary, leadSummary: Math.round(summary * 1.5) };
  const mark = (range: Range): string => (place === 'mail' ? rangeBegin(range) : '');
  const shown = issue.sections.map((section, n) => ({ n, anchor: `s${n + 1}`, begin: mark({ kind: 'section', section: n }), ...fitted(section, room?.sections[n]), isLead: n === (issue.lead ?? 0) && section.stories.length > 0 }));
  const told = issue.sections.reduce((sum, section) => sum + section.stories.length, 0);
  const storyView = storyViewer(words, moments.published, lengths);
  const leading = shown.find(({ isLead, stories }) => isLead && stories.length > 0);
  /** The mail counts what the page names; the page, what nothing names. */
  const left = ({ hidden, unlisted }: { readonly hidden: number; readonly unlisted: number }): number => (place === 'mail' ? hidden : unlisted);
  const more = (hidden: number, url: string): More | undefined => {
    // The mail of a week has no page that names more.
    if (hidden === 0 || issue.days) return undefined;
    return place === 'mail' ? { text: words.moreOnWeb(hidden), url } : { text: `+ ${new Intl.NumberFormat(locale).format(hidden)}`, url: undefined };
  };
  /** Of sections without room, with their titles: it would else seem to be of the last one shown. */
  const ofHidden = (hidden: typeof shown): More | undefined => {
    const rest = more(hidden.reduce((sum, section) => sum + left(section), 0), webUrl);
    return rest && { ...rest, text: `${line(hidden.map(({ title }) => title).join(', '), longest.name)} · ${rest.text}` };
  };
  const filled = shown.filter(({ stories, titles }) => stories.length + titles.length > 0);
  const sections = filled.flatMap((section): SectionView[] => {
    const stories = section === leading ? section.stories.slice(1) : section.stories;
    const rest = more(left(section), `${webUrl}#${section.anchor}`);
    if (stories.length + section.titles.length === 0 && !rest) return [];
    return [{
      anchor: section.anchor,
      begin: section.begin,
      title: line(section.title, longest.name),
      stories: stories.map((story) => storyView(story, false)),
      titles: bySource(section.titles).map((titles) => ({
        from: words.alsoFrom(line(titles[0]!.source, longest.name)),
        items: titles.map(({ title, url }) => ({ title: line(title, longest.name * 2), url: httpUrl(url) })),
      })),
      more: rest,
    }];
  });
  const name = line(newsletter.name, longest.name);
  return {
    lang: new Intl.Locale(locale).toString(),
    name,
    logo: masthead.logo,
    header: line(masthead.header ?? '', longest.address),
    footer: line(masthead.footer ?? '', longest.footer),
    subject: line(issue.subject, longest.subject),
    preheader: line(issue.preheader, longest.subject),
    day,
    told: told > 0 ? words.stories(told) : '',
    belated: issue.caughtUp === undefined ? '' : words.belated,
    whole: mark({ kind: 'whole' }),
    finish: place === 'mail' ? rangeEnd : '',
    // A few are enough for a line, and the budget counts on it.
    headlines: filled.filter(({ stories }) => stories.length > 0).slice(0, 4).map(({ n, stories }) => ({ begin: mark({ kind: 'part', section: n }), text: line(stories[0]!.title, 60) })),
    dateLine: told > 0 ? `${day} · ${words.stories(told)}` : day,
    overview: told > 3 ? overviewOf(filled) : [],
    lead: leading && { begin: leading.begin, section: line(leading.title, longest.name), apart: sections[0]?.anchor !== leading.anchor, story: storyView(leading.stories[0]!, true) },
    sections,
    more: ofHidden(shown.filter((section) => !filled.includes(section) && left(section) > 0)),
    silent: silentLines(issue.silent ?? [], words, moments),
    words,
    why: words.why(name),
    postalAddress: line(newsletter.postalAddress, longest.address),
    webUrl,
    archiveUrl: httpUrl(`${newsletter.baseUrl}/issues`) ?? '',
    feedUrl: httpUrl(`${newsletter.baseUrl}/feed.xml`) ?? '',
    unsubscribeUrl: slot('unsubscribeUrl'),
    manageUrl: slot('manageUrl'),
  };
}

/** What of a section there is room for, and how many items that leaves to the page. A story without room is the first to be named. */
function fitted({ title, stories, titles = [], unlisted = 0 }: IssueSection, room = { stories: stories.length, titles: titles.length }) {
  const named: readonly Title[] = [...stories.slice(room.stories), ...titles];
  return { title, stories: stories.slice(0, room.stories), titles: named.slice(0, room.titles), hidden: Math.max(0, named.length - room.titles), unlisted };
}

/** Where many are silent at once, it is we who can't hear them, and the operator who must look. */
function silentLines(silent: readonly SilentFeed[], words: Strings, moments: Moments): string[] {
  const lines = silent.slice(0, silentShown).map(({ name, since }) => {
    const { when, isWeekday } = moments.since(since);
    return words.silent(line(name, longest.name), when, isWeekday);
  });
  return silent.length > silentShown ? [...lines, `+ ${silent.length - silentShown}`] : lines;
}

/** The first headlines of every section, about six lines in all: a glance, not a second issue. */
function overviewOf(sections: readonly (Pick<IssueSection, 'title' | 'stories'> & { readonly begin: string })[]): View['overview'] {
  const told = sections.filter(({ stories }) => stories.length > 0).slice(0, overviewSections);
  const each = Math.max(1, Math.min(3, Math.floor(overviewLines / told.length)));
  return told.map(({ begin, title, stories }) => ({
    begin,
    title: line(title, longest.name),
    headlines: stories.slice(0, each).map((story) => clip(line(story.title, longest.title), 90)),
  }));
}
