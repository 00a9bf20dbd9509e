/**
 * Templates at build time: MJML with Handlebars tags → HTML with the same tags
 * → functions. The Lambda carries the functions alone, neither MJML nor a
 * compiler: a fault of a template stops the build, never a morning's issue.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import mjml2html from 'mjml';
import { type LetterTemplates, sampleLetter } from '../model/letter.ts';
import { type Palettes, palettesOf } from '../model/palette.ts';
import { rangesFault } from '../model/slot.ts';
import { buildValues, type Direction, withBuildValues } from './build-values.ts';
import { pageOf, renderWith, type Template, type Templates } from './render.ts';
import { bareIssue, emptyIssue, sampleIssue } from './sample-issue.ts';
import { fillMarks, findTags, markTags } from './tags.ts';
import { faultsOf } from './template-names.ts';
import { TemplateError } from './template-error.ts';

const names = ['digest'] as const satisfies readonly (keyof Templates)[];
const directions: readonly Direction[] = ['ltr', 'rtl'];

/** The templates of a folder in these colours, as the text of an ES module; its default export is a `Templates`. */
export async function compileTemplates(dir: string, palettes: Palettes): Promise<string> {
  const entries = await Promise.all(
    names.map(async (name) => {
      const file = join(dir, `${name}.mjml`);
      const source = await readFile(file, 'utf8');
      const variants = await Promise.all(
        directions.map(async (direction) => {
          const template = moduleOf(await toHtml(source, file, palettes, direction), file);
          await proveByRendering(template, file, source);
          return `${direction}: ${template}`;
        }),
      );
      return `${JSON.stringify(name)}: { ${variants.join(',\n')} }`;
    }),
  );
  return `export default { ${entries.join(',\n')} };\n`;
}

/** The template of letters, confirm.mjml, as the text of an ES module; its default export is a `LetterTemplates`. */
export async function compileLetters(dir: string, palettes: Palettes): Promise<string> {
  const file = join(dir, 'confirm.mjml');
  const source = await readFile(file, 'utf8');
  const variants = await Promise.all(
    directions.map(async (direction) => `${direction}: { spec: ${precompiled(await toHtml(source, file, palettes, direction, sampleLetter), file)} }`),
  );
  return `export default { ${variants.join(',\n')} };\n`;
}

/** The template of letters, ready to be filled. */
export async function loadLetters(dir: string, palettes: Palettes = palettesOf({})): Promise<LetterTemplates> {
  return evaluated<LetterTemplates>(await compileLetters(dir, palettes));
}

/** The templates of a folder, ready for `render`: the same module, evaluated. */
export async function loadTemplates(dir: string, palettes: Palettes = palettesOf({})): Promise<Templates> {
  return evaluated<Templates>(await compileTemplates(dir, palettes));
}

/** The template that an issue kept, ready to render it again. `file` is the name that errors bear. */
export async function loadTemplate(html: string, file: string): Promise<Template> {
  return evaluated<Template>(`export default ${moduleOf(html, file)};`);
}

/** Renders issues that lack what they can: a name that only a full one has would else fail on the first morning without. */
async function proveByRendering(template: string, file: string, source: string): Promise<void> {
  const compiled = await evaluated<Template>(`export default ${template};`);
  for (const issue of [sampleIssue, bareIssue, emptyIssue]) {
    try {
      const fault = rangesFault(renderWith(issue, compiled).html);
      if (fault !== undefined) throw new TemplateError(`${file}: ${fault}`);
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      const [, name = ''] = /^"([^"]+)" not defined|reading '([^']+)'/.exec((error as Error).message)?.filter((part) => part !== undefined) ?? [];
      const tag = findTags(source).find(({ text }) => name !== '' && new RegExp(`\\b${name}\\b`).test(text));
      const what = name === '' ? (error as Error).message : `${tag?.text ?? name} stands for something on some days only`;
      throw new TemplateError(`${file}${tag ? `:${tag.line}` : ''}: ${what}; put it in {{#if …}} or {{#with …}}`, { cause: error });
    }
  }
}

async function evaluated<T>(source: string): Promise<T> {
  const module = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`)) as { default: T };
  return module.default;
}

/**
 * MJML compiled strictly, its Handlebars tags where they were. MJML drops a tag
 * that stands between its elements without a word, so every tag goes through
 * under a number of its own, and one that does not come out is an error. The
 * names are looked up in `sample`.
 */
export async function toHtml(given: string, file: string, palettes: Palettes, direction: Direction, sample: object = fullView()): Promise<string> {
  const source = withBuildValues(given, findTags(given), buildValues(palettes, direction));
  const tags = findTags(source);
  const faults = faultsOf(source, file, sample);
  if (faults.length > 0) throw new TemplateError(faults.join('\n'));
  const html = squeeze(await compileMjml(markTags(source, tags), file));
  const { text, lost } = fillMarks(html, tags);
  const [first] = lost;
  if (first) {
    const rest = lost.length > 1 ? ` (and ${lost.length - 1} more after it)` : '';
    throw new TemplateError(`${file}:${first.line}: MJML dropped ${first.text}${rest}; put it in <mj-raw>, or in the rows of an <mj-table>`);
  }
  return text;
}

async function compileMjml(source: string, file: string): Promise<string> {
  try {
    const { html } = await mjml2html(source, { validationLevel: 'strict', keepComments: false, fonts: {} });
    return html;
  } catch (error) {
    const { errors, message } = error as Error & { errors?: { line: number; message: string; tagName: string }[] };
    if (!errors) throw new TemplateError(`${file}: ${message}`, { cause: error });
    throw new TemplateError(errors.map((e) => `${file}:${e.line}: <${e.tagName}> ${e.message}`).join('\n'), { cause: error });
  }
}

/** What the digest's template may name. */
const fullView = (): object => ({ ...pageOf(sampleIssue), mail: true, preheaderPadding: [true] });

/** A `Template` as JavaScript. */
const moduleOf = (html: string, file: string): string => `{ spec: ${precompiled(html, file)}, html: ${JSON.stringify(html)} }`;

function precompiled(html: string, file: string): string {
  try {
    // knownHelpersOnly: a name is data or a built-in block, so no feed and no typo can call anything.
    return Handlebars.precompile(html, { strict: true, knownHelpersOnly: true }) as string;
  } catch (error) {
    throw new TemplateError(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** Indentation and blank lines out: a quarter of the mail. Lines stay, so no two words grow together. */
export function squeeze(html: string): string {
  return `${html.replace(/[ \t]+/g, ' ').replace(/ ?\r?\n\s*/g, '\n').replace(/^\n|\n$/g, '')}\n`;
}
