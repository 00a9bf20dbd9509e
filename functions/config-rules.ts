import { ofDomain } from './config-domain-rules.ts';
import { isHttp, record, shown } from './config-fields.ts';
import { toMinutes } from './config-schema.ts';

/** One fault of the file: where, and a sentence that says what is wrong and what would be right. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The rules that need more than one field. They read what was written, so that they speak even where the schema has complaints. */
export function acrossFields(written: unknown): Problem[] {
  const problems: Problem[] = [];
  const file = record(written);
  const titles = new Map<string, number>();
  const urls = new Map<string, string>();
  list(file['sections']).forEach((section, s) => {
    const { title, feeds } = record(section);
    if (typeof title === 'string') {
      const key = title.trim().toLowerCase();
      const first = titles.get(key);
      if (first !== undefined) {
        problems.push({ path: ['sections', s, 'title'], message: `${shown(title)} is the title of section ${first + 1} too; give each its own, or merge them` });
      } else titles.set(key, s);
    }
    list(feeds).forEach((feed, f) => {
      const { url, include, exclude } = record(feed);
      const where = ['sections', s, 'feeds', f];
      if (typeof url === 'string' && isHttp(url)) {
        const key = new URL(url.trim()).href;
        const first = urls.get(key);
        if (first !== undefined) {
          problems.push({ path: [...where, 'url'], message: `${shown(url)} is already ${first}; name each feed once` });
        } else urls.set(key, `feed ${f + 1} of section ${s + 1}`);
      }
      const included = new Set(list(include).map(lower));
      for (const word of list(exclude)) {
        if (included.has(lower(word))) {
          problems.push({ path: [...where, 'exclude'], message: `${shown(word)} is in \`include\` too, so nothing could pass; take it out of one` });
        }
      }
    });
  });
  const { stories, storiesPerSection } = record(file['limits']);
  if (typeof stories === 'number' && typeof storiesPerSection === 'number' && storiesPerSection > stories) {
    problems.push({ path: ['limits', 'storiesPerSection'], message: `${storiesPerSection} is more than the whole issue may hold (limits.stories: ${stories}); write ${stories} or less` });
  }
  const every = record(file['collect'])['every'];
  if (typeof every === 'string' && /^\d{1,4}[mh]$/.test(every) && (toMinutes(every) < 5 || toMinutes(every) > 1440)) {
    problems.push({ path: ['collect', 'every'], message: `${shown(every)} is out of range; write something from 5m to 24h` });
  }
  return [...problems, ...ofCatchingUp(file), ...ofDomain(file)];
}

/** An issue that is made up must not be too old to be sent, nor too old to be made up by the time it is late. */
function ofCatchingUp(file: Record<string, unknown>): Problem[] {
  const { catchUpHours } = record(file['schedule']);
  const { maxAgeHours = 20 } = record(file['deliver']);
  const { lateAfterMinutes } = record(file['watch']);
  const problems: Problem[] = [];
  if (typeof catchUpHours === 'number' && typeof maxAgeHours === 'number' && catchUpHours >= maxAgeHours && catchUpHours !== 0) {
    problems.push({ path: ['schedule', 'catchUpHours'], message: `${catchUpHours} would make up issues that are too old to be sent (deliver.maxAgeHours: ${maxAgeHours}); write ${maxAgeHours - 1} or less` });
  }
  const within = typeof catchUpHours === 'number' ? catchUpHours : Math.min(6, Number(maxAgeHours) - 1);
  if (typeof lateAfterMinutes === 'number' && within > 0 && lateAfterMinutes > within * 60) {
    problems.push({ path: ['watch', 'lateAfterMinutes'], message: `${lateAfterMinutes} is past the time in which an issue is made up (schedule.catchUpHours: ${within}), so none ever would be; write ${within * 60} or less` });
  }
  return problems;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const lower = (value: unknown): string => String(value).trim().toLowerCase();
