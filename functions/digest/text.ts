import type { StoryView, View } from './view.ts';
import { widthOf, wrap } from './wrap.ts';

const columns = 72;

/**
 * The mail's plain text part, written for a terminal: lines of 72 columns, each
 * story with its link below it on a line of its own, so that it can be clicked.
 */
export function textOf(view: View): string {
  const head = [...wrap(view.name, columns), ...wrap(view.dateLine, columns), '-'.repeat(columns)];
  const body = view.sections.length > 0 ? view.sections.flatMap(sectionLines) : ['', ...wrap(view.words.empty, columns)];
  return `${[...head, ...body, '', ...footer(view)].join('\n')}\n`;

  function sectionLines({ title, stories }: View['sections'][number]): string[] {
    const heading = wrap(title.toLocaleUpperCase(view.lang), columns);
    return ['', '', ...heading, '-'.repeat(Math.max(...heading.map(widthOf))), ...stories.flatMap(storyLines)];
  }

  function storyLines(story: StoryView): string[] {
    return [
      '',
      ...wrap(`* ${story.title}`, columns - 2).map((line, n) => (n === 0 ? line : `  ${line}`)),
      ...indented(story.summary),
      ...indented(story.meta),
      ...(story.also.length > 0 ? indented(`${view.words.alsoIn} ${story.also.map(({ source }) => source).join(', ')}`) : []),
      ...(story.url === undefined ? [] : [`  ${story.url}`]),
    ];
  }
}

function footer(view: View): string[] {
  return [
    // Not "-- ", which mail clients take for a signature and fold away with the unsubscribe link.
    '-'.repeat(columns),
    ...(view.silent.length > 0 ? [...view.silent.flatMap((line) => wrap(line, columns)), ''] : []),
    ...wrap(view.why, columns),
    `${view.words.readOnWeb}:`,
    `  ${view.webUrl}`,
    `${view.words.unsubscribe}:`,
    `  ${view.unsubscribeUrl}`,
    '',
    ...wrap(view.postalAddress, columns),
  ];
}

const indented = (text: string): string[] => wrap(text, columns - 2).map((line) => `  ${line}`);
