import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import mjml2html from 'mjml';
import { describe, expect, it } from 'vitest';
import { compileTemplates, loadTemplates, squeeze, TemplateError, toHtml } from '../../functions/digest/compile.ts';
import { render } from '../../functions/digest/render.ts';
import { findTags } from '../../functions/digest/tags.ts';
import { viewOf } from '../../functions/digest/view.ts';
import { temporaryFolder } from '../fixtures.ts';
import { issueOfStories, issueWith, story, templatesDir } from './rendering.ts';

const source = readFileSync(join(templatesDir, 'digest.mjml'), 'utf8');

/** A template in a folder of its own, compiled. */
function compiling(mjml: string): Promise<string> {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'digest.mjml'), mjml);
  return compileTemplates(dir);
}

const body = (inside: string): string => `<mjml>\n<mj-body>\n<mj-section><mj-column>\n${inside}\n</mj-column></mj-section>\n</mj-body>\n</mjml>`;

describe('compiling templates', () => {
  it('keeps every tag, and no comment', async () => {
    const html = await toHtml(source, 'digest.mjml');
    const tagsOf = (text: string) => findTags(text).map((tag) => tag.text).filter((text) => !text.startsWith('{{!'));
    const [before, after] = [tagsOf(source), tagsOf(html)];
    for (const tag of new Set(before)) {
      expect(after.filter((one) => one === tag).length, tag).toBeGreaterThanOrEqual(before.filter((one) => one === tag).length);
    }
    expect(html).not.toContain('{{!');
  });

  it('MJML alone would lose a tag between elements without a word', async () => {
    const { html, errors } = await mjml2html(body('{{#if lead}}\n<mj-text>Lead</mj-text>\n{{/if}}'), { validationLevel: 'strict' });
    expect(errors).toEqual([]);
    expect(html).not.toContain('{{');
  });

  it('refuses a template that lost a tag, with its line', async () => {
    const result = compiling(body('<mj-text>{{name}}</mj-text>\n{{#if lead}}\n<mj-text>Lead</mj-text>\n{{/if}}'));
    await expect(result).rejects.toThrow(TemplateError);
    await expect(result).rejects.toThrow(/digest\.mjml:5: MJML dropped \{\{#if lead\}\} \(and 1 more after it\); put it in <mj-raw>/);
  });

  it('counts lines past a comment of several', async () => {
    await expect(compiling(`{{!--\n two\n lines --}}${body('{{lost}}')}`)).rejects.toThrow(/digest\.mjml:6: MJML dropped \{\{lost\}\}/);
  });

  it.each(['{{{name}}}', '{{& name}}', '{{~&name}}'])('refuses %s, which would not be escaped', async (tag) => {
    await expect(compiling(body(`<mj-text>${tag}</mj-text>`))).rejects.toThrow(/digest\.mjml:4: .* unescaped/);
  });

  it('refuses MJML that is not valid, with the line', async () => {
    await expect(compiling(body('<mj-text colour="red">x</mj-text>'))).rejects.toThrow(/digest\.mjml:4: <mj-text> .*colour/);
  });

  it('refuses a tag where MJML wants a colour', async () => {
    await expect(compiling(body('<mj-text color="{{accent}}">x</mj-text>'))).rejects.toThrow(/digest\.mjml:4: .*color/);
  });

  it('refuses blocks that do not close, naming the file', async () => {
    await expect(compiling(body('<mj-text>{{#if a}}x</mj-text>'))).rejects.toThrow(/digest\.mjml: /);
  });

  it('refuses calls of helpers that there are none of', async () => {
    await expect(compiling(body('<mj-text>{{shout name}}</mj-text>'))).rejects.toThrow(/digest\.mjml: .*shout/);
  });

  it('names the file that is missing', async () => {
    await expect(compileTemplates(mkdtempSync(join(temporaryFolder(), 'empty-')))).rejects.toThrow(/digest\.mjml/);
  });

  it('gives the same module every time, and one that needs neither MJML nor a compiler', async () => {
    const module = await compileTemplates(templatesDir);
    expect(await compileTemplates(templatesDir)).toBe(module);
    expect(module).not.toMatch(/\b(import|require)\b/);
    expect(module.startsWith('export default {')).toBe(true);
  });
});

describe('the rendered mail', () => {
  it.each([
    ['a small issue', issueWith(2)],
    ['a larger one', issueWith(12)],
    ['an empty one', issueWith(0)],
    ['stories without link, picture, summary', issueOfStories(story(1, { url: 'javascript:x', summary: '' }), story(2, { also: [{ source: 'A & B' }, { source: 'C', url: 'https://c.example/?a=1&b=2' }] }))],
  ])('is what MJML makes of the template filled in beforehand: %s', async (_, issue) => {
    const { html, page } = render(issue, await loadTemplates(templatesDir));
    const fill = Handlebars.compile(source, { strict: true });
    const view = viewOf(issue);
    const filled = {
      html: fill({ ...view, mail: true, preheaderPadding: Array.from({ length: 40 }, () => true) }),
      page: fill({ ...view, mail: false, preheaderPadding: [], unsubscribeUrl: '' }),
    };
    const compiled = async (mjml: string) => (await mjml2html(mjml, { validationLevel: 'strict', keepComments: false, fonts: {} })).html;
    expect(squeeze(html)).toBe(squeeze(await compiled(filled.html)));
    expect(squeeze(page)).toBe(squeeze(await compiled(filled.page)));
  });
});
