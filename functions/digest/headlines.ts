import type { Config } from '../config.ts';
import type { Issue } from '../model/issue.ts';
import { subjectOf } from '../model/subject.ts';
import { clip } from '../model/text.ts';
import { momentsOf } from './moments.ts';
import type { Selection } from './select.ts';

/** Characters of a headline in a subject: phones show some 40 of it, desktops some 80. */
const titleLength = 100;

/** What a mail client shows of a mail that is not open: the subject, and the line behind it. */
export function headlinesOf(config: Pick<Config, 'name' | 'subject' | 'locale' | 'timezone'>, { sections, lead }: Selection, date: string): Pick<Issue, 'subject' | 'preheader'> {
  const top = sections[lead]?.stories[0];
  // The first of every section before the second of any: what the reader will find, not what one section holds.
  const others = sections
    .flatMap(({ stories }) => stories.map((story, round) => ({ story, round })))
    .filter(({ story }) => story !== top)
    .sort((a, b) => a.round - b.round)
    .map(({ story }) => clip(story.title, 60));
  const { name, locale } = config;
  const count = sections.reduce((sum, { stories }) => sum + stories.length, 0);
  return {
    subject: top
      ? subjectOf(config.subject, {
          title: clip(top.title, titleLength),
          name,
          date: momentsOf(date, locale, config.timezone).shortDay,
          count: new Intl.NumberFormat(locale).format(count),
        })
      : name,
    preheader: clip(others.length > 0 ? others.slice(0, 3).join(' · ') : (top?.summary ?? ''), 150),
  };
}
