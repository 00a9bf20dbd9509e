import type { StoryView } from './story-view.ts';
import type { More, SectionView, View } from './view.ts';
import { widthOf, wrap } from './wrap.ts';

const columns = 72;

/**
 * The mail's plain text part, written for a terminal: lines of 72 columns, and
 * for each link a number in the text, which the list at the section's end
 * resolves: near enough to be found, and out of the way of who reads on.
 */
export function textOf(view: View): string {
  const links: string[] = [];
  let resolved = 0;
  /** A text with the number of its link; the same text where there is none. */
  const linked = (text: string, url: string | undefined): string => (url === undefined ? text : `${text}\u00A0[${links.push(url)}]`);
  const resolve = (): string[] => {
    const first = resolved;
    resolved = links.length;
    return first === resolved ? [] : ['', ...links.slice(first).map((url, n) => `[${first + n + 1}] ${url}`)];
  };

  const heading = (title: string): string[] => {
    const lines = wrap(title.toLocaleUpperCase(view.lang), columns);
    return ['', '', ...lines, '-'.repeat(Math.max(0, ...lines.map(widthOf)))];
  };
  const story = ({ title, url, summary, meta, also }: StoryView): string[] => {
    const headline = linked(title, url);
    const others = also.map(({ source, url: other }) => linked(source, other)).join(', ');
    return ['', ...bullet(headline), ...indented(summary), ...indented(meta), ...(others === '' ? [] : indented(`${view.words.alsoIn} ${others}`))];
  };
  const rest = (more: More | undefined): string[] => (more ? ['', ...wrap(linked(more.text, more.url), columns)] : []);
  /** Lines that are left out together. */
  const range = (begin: string, [first = '', ...lines]: readonly string[]): string[] => [`${begin}${first}`, ...lines.slice(0, -1), `${lines.at(-1) ?? ''}${view.finish}`];

  const section = ({ begin, title, stories, titles, more }: Omit<SectionView, 'anchor'>): string[] =>
    range(begin, [
      ...heading(title),
      ...stories.flatMap(story),
      ...titles.flatMap(({ from, items }) => ['', ...wrap(from, columns), ...items.flatMap((item) => bullet(linked(item.title, item.url)))]),
      ...rest(more),
      ...resolve(),
    ]);

  const overview = view.overview.flatMap(({ begin, title, headlines }) => range(begin, ['', ...wrap(title, columns), ...headlines.flatMap(bullet)]));
  const more = [...rest(view.more), ...resolve()];
  const body = [...leadFirst(view).flatMap(section), ...(more.length > 0 ? range(view.whole, more) : [])];
  const told = ` · ${view.told}`;
  const dated = wrap(view.dateLine, columns).map((line) => (line.endsWith(told) ? `${line.slice(0, -told.length)}${view.whole}${told}${view.finish}` : line));
  const head = [...wrap(view.name, columns), ...dated, ...wrap(view.header, columns), ...wrap(view.belated, columns)];
  return `${[
    ...head,
    '-'.repeat(columns),
    ...(overview.length > 0 ? ['', ...wrap(view.words.overview, columns), ...overview] : []),
    ...(body.length > 0 ? body : ['', ...wrap(view.words.empty, columns)]),
    '',
    ...footer(view),
  ].join('\n')}\n`;
}

/** The sections with the lead in front: one heading does where its own comes next. */
function leadFirst({ lead, sections }: View): Omit<SectionView, 'anchor'>[] {
  if (!lead) return [...sections];
  const [first, ...others] = sections;
  return first && !lead.apart
    ? [{ ...first, stories: [lead.story, ...first.stories] }, ...others]
    : [{ begin: lead.begin, title: lead.section, stories: [lead.story], titles: [], more: undefined }, ...sections];
}

function footer(view: View): string[] {
  return [
    // Not "-- ", which mail clients take for a signature and fold away with the unsubscribe link.
    '-'.repeat(columns),
    ...(view.silent.length > 0 ? [...view.silent.flatMap((line) => wrap(line, columns)), ''] : []),
    ...wrap(view.footer, columns),
    ...wrap(view.why, columns),
    `${view.words.readOnWeb}:`,
    `  ${view.webUrl}`,
    `${view.words.manage}:`,
    `  ${view.manageUrl}`,
    `${view.words.unsubscribe}:`,
    `  ${view.unsubscribeUrl}`,
    '',
    ...wrap(view.postalAddress, columns),
  ];
}

const bullet = (text: string): string[] => wrap(text, columns - 2).map((line, n) => `${n === 0 ? '*' : ' '} ${line}`);
const indented = (text: string): string[] => wrap(text, columns - 2).map((line) => `  ${line}`);
