/**
 * Templates at build time: MJML with Handlebars tags → HTML with the same tags
 * → functions. The Lambda carries the functions alone, neither MJML nor a
 * compiler: a fault of a template stops the build, never a morning's issue.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import mjml2html from 'mjml';
import type { Templates } from './render.ts';
import { fillMarks, findTags, markTags } from './tags.ts';

const names = ['digest'] as const satisfies readonly (keyof Templates)[];

/** A template that can't be used: which file, which line, what is wrong. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** The templates of a folder as the text of an ES module; its default export is a `Templates`. */
export async function compileTemplates(dir: string): Promise<string> {
  const entries = await Promise.all(
    names.map(async (name) => {
      const file = join(dir, `${name}.mjml`);
      return `${JSON.stringify(name)}: ${precompile(await toHtml(await readFile(file, 'utf8'), file), file)}`;
    }),
  );
  return `export default { ${entries.join(',\n')} };\n`;
}

/** The templates of a folder, ready for `render`: the same module, evaluated. */
export async function loadTemplates(dir: string): Promise<Templates> {
  const source = await compileTemplates(dir);
  const module = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`)) as { default: Templates };
  return module.default;
}

/**
 * MJML compiled strictly, its Handlebars tags where they were. MJML drops a tag
 * that stands between its elements without a word, so every tag goes through
 * under a number of its own, and one that does not come out is an error.
 */
export async function toHtml(source: string, file: string): Promise<string> {
  const tags = findTags(source);
  const raw = tags.find(({ text }) => /^\{\{(\{|~?&)/.test(text));
  if (raw) throw new TemplateError(`${file}:${raw.line}: ${raw.text} would put text in unescaped; write it with two braces and no &`);
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

function precompile(html: string, file: string): string {
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
