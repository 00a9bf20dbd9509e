import type { Config } from '../config.ts';
import type { Issue, Story } from '../model/issue.ts';
import { subjectOf } from '../model/subject.ts';
import { clip } from '../model/text.ts';
import { momentsOf } from './moments.ts';
import type { Selection } from './select.ts';

/** Characters of a headline in a subject: phones show some 40 of it, desktops some 80. */
const titleLength = 100;

/** What a mail client shows of a mail that is not open: the subject, and the line behind it. */
export function headlinesOf(config: Pick<Config, 'name' | 'subject' | 'locale' | 'timezone'>, { sections, lead }: Pick<Selection, 'sections' | 'lead'>, date: string): Pick<Issue, 'subject' | 'preheader' | 'sections'> {
  const top = sections[lead]?.stories[0];
  // The first of every section before the second of any: what the reader will find, not what one section holds.
  const others = sections
    .flatMap(({ stories }) => stories.map((story, round) => ({ story, round })))
    .filter(({ story }) => story !== top)
    .sort((a, b) => a.round - b.round)
    .map(({ story }) => clip(story.title, 60));
  const { name, locale } = config;
  const subjectOfStory = ({ title }: Story): string => subjectOf(config.subject, { title: clip(title, titleLength), name, date: shortDay, count: new Intl.NumberFormat(locale).format(count) });
  const { shortDay } = momentsOf(date, locale, config.timezone);
  const count = sections.reduce((sum, { stories }) => sum + stories.length, 0);
  return {
    subject: top ? subjectOfStory(top) : name,
    preheader: clip(others.length > 0 ? others.slice(0, 3).join(' · ') : (top?.summary ?? ''), 150),
    sections: sections.map((section) => (section.stories[0] ? { ...section, subject: subjectOfStory(section.stories[0]) } : section)),
  };
}
