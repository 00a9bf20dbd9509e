import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import mjml2html from 'mjml';
import { describe, expect, it } from 'vitest';
import { buildValues, withBuildValues } from '../../functions/digest/build-values.ts';
import { compileTemplates, loadTemplates, squeeze, toHtml } from '../../functions/digest/compile.ts';
import { render } from '../../functions/digest/render.ts';
import { findTags } from '../../functions/digest/tags.ts';
import { TemplateError } from '../../functions/digest/template-error.ts';
import { viewOf } from '../../functions/digest/view.ts';
import { palettesOf } from '../../functions/model/palette.ts';
import { temporaryFolder } from '../fixtures.ts';
import { issueOfStories, issueWith, story, templatesDir } from './rendering.ts';

const palettes = palettesOf({});
const source = readFileSync(join(templatesDir, 'digest.mjml'), 'utf8');

/** A template in a folder of its own, compiled. */
function compiling(mjml: string): Promise<string> {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'digest.mjml'), mjml);
  return compileTemplates(dir, palettes);
}

const body = (inside: string): string => `<mjml>\n<mj-body>\n<mj-section><mj-column>\n${inside}\n</mj-column></mj-section>\n</mj-body>\n</mjml>`;

describe('compiling templates', () => {
  it('keeps every tag, and no comment', async () => {
    const html = await toHtml(source, 'digest.mjml', palettes, 'ltr');
    const tagsOf = (text: string) => findTags(text).map((tag) => tag.text).filter((text) => !text.startsWith('{{!'));
    const built = buildValues(palettes, 'ltr');
    const [before, after] = [tagsOf(source).filter((tag) => !built.has(tag)), tagsOf(html)];
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
    await expect(compiling(`{{!--\n two\n lines --}}${body('{{name}}')}`)).rejects.toThrow(/digest\.mjml:6: MJML dropped \{\{name\}\}/);
  });

  it.each(['{{{name}}}', '{{& name}}', '{{~&name}}', '{{~{name}~}}'])('refuses %s, which would not be escaped', async (tag) => {
    await expect(compiling(body(`<mj-text>${tag}</mj-text>`))).rejects.toThrow(/digest\.mjml:4: .* unescaped/);
  });

  it.each([
    ['{{begin}}', 'has no {{finish}}', '{{#each sections}}{{begin}}{{title}}{{/each}}'],
    ['{{finish}}', 'has no {{begin}}', '{{finish}}'],
    ['a link of the reader’s own in a range', 'would be left out', '{{whole}}<a href="{{unsubscribeUrl}}">leave</a>{{finish}}'],
  ])('refuses %s that would cut the mail of who chose sections', async (_, message, inside) => {
    await expect(compiling(body(`<mj-text>${inside}</mj-text>`))).rejects.toThrow(message === 'has no {{finish}}' ? /finish/ : message);
  });

  it('refuses MJML that is not valid, with the line', async () => {
    await expect(compiling(body('<mj-text colour="red">x</mj-text>'))).rejects.toThrow(/digest\.mjml:4: <mj-text> .*colour/);
  });

  it('refuses a tag where MJML wants a colour, but for the colours that it knows', async () => {
    await expect(compiling(body('<mj-text color="{{name}}">x</mj-text>'))).rejects.toThrow(/digest\.mjml:4: .*color/);
    await expect(compiling(body('<mj-text color="{{dark.accent}}" align="{{end}}">x</mj-text>'))).resolves.toContain('#f7a26a');
    await expect(compiling(body('<mj-text color="{{light.shiny}}">x</mj-text>'))).rejects.toThrow(/digest\.mjml:4: \{\{light\.shiny\}\} stands for nothing/);
  });

  it.each([
    ['a block that never closes', '<mj-text>{{#if lead}}x</mj-text>', /digest\.mjml:4: \{\{#if lead\}\} is never closed; write \{\{\/if\}\}/],
    ['a block that closes another', '<mj-text>{{#if lead}}{{#each sections}}x{{/if}}{{/each}}</mj-text>', /digest\.mjml:4: \{\{\/if\}\} closes \{\{#each sections\}\} of line 4/],
    ['an end without a beginning', '<mj-text>{{/if}}</mj-text>', /digest\.mjml:4: \{\{\/if\}\} closes what is not open/],
    ['what is not Handlebars', '<mj-text>{{name name}}</mj-text>\n<mj-text>{{#if}}x{{/if}}</mj-text>', /digest\.mjml:4: .*calls/],
    ['half a tag', '<mj-text>{{name</mj-text>\n<mj-text>{{= }}</mj-text>', /digest\.mjml:4: not Handlebars/],
    ['calls of helpers', '<mj-text>{{shout name}}</mj-text>', /digest\.mjml:4: .*shout.* nothing to call/],
    ['blocks of its own', '<mj-text>{{#shout name}}x{{/shout}}</mj-text>', /digest\.mjml:4: \{\{#shout\}\} is no block here/],
    ['partials', '<mj-text>{{> part}}</mj-text>', /digest\.mjml:4: partials/],
    ['a misspelt name', '<mj-text>{{nmae}}</mj-text>', /digest\.mjml:4: \{\{nmae\}\} stands for nothing; here it knows .*name/],
    ['a misspelt name deep in a block', '<mj-text>\n{{#each sections}}{{#each stories}}{{#if image}}{{image.hieght}}{{/if}}{{/each}}{{/each}}</mj-text>', /digest\.mjml:5: \{\{image\.hieght\}\} .* url, alt, width, height/],
    ['a misspelt name in an else', '<mj-text>{{#if lead}}x{{else}}{{wrods.empty}}{{/if}}</mj-text>', /digest\.mjml:4: \{\{wrods\.empty\}\}/],
    ['a name that some days lack', '<mj-text>{{lead.story.title}}</mj-text>', /digest\.mjml:4: \{\{lead\.story\.title\}\} stands for something on some days only; put it in/],
    ['a list as text', '<mj-text>{{sections}}</mj-text>', /digest\.mjml:4: \{\{sections\}\} is a list/],
    ['a function as text', '<mj-text>{{words.why}}</mj-text>', /digest\.mjml:4: \{\{words\.why\}\} is no text/],
    ['what every object has', '<mj-text>{{toString}}</mj-text>', /digest\.mjml:4: \{\{toString\}\} stands for nothing/],
    ['a name that is known elsewhere only', '<mj-text>{{#each sections}}{{preheader}}{{/each}}</mj-text>', /digest\.mjml:4: \{\{preheader\}\}/],
  ])('refuses %s, with the line', async (_, inside, message) => {
    await expect(compiling(body(inside))).rejects.toThrow(message);
  });

  it('knows names of the root, of blocks around, and Handlebars’ own', async () => {
    await expect(compiling(body('<mj-text>{{#each sections}}{{@root.name}}{{../name}}{{@index}}{{#with more}}{{text}}{{else}}none{{/with}}{{/each}}{{^if lead}}quiet{{/if}}</mj-text><mj-text align="{{ end }}">x</mj-text>'))).resolves.toContain('export default');
  });

  it('names the file that is missing', async () => {
    await expect(compileTemplates(mkdtempSync(join(temporaryFolder(), 'empty-')), palettes)).rejects.toThrow(/digest\.mjml/);
  });

  it('gives the same module every time, and one that needs neither MJML nor a compiler', async () => {
    const module = await compileTemplates(templatesDir, palettes);
    expect(await compileTemplates(templatesDir, palettes)).toBe(module);
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
    const fill = Handlebars.compile(withBuildValues(source, findTags(source), buildValues(palettes, 'ltr')), { strict: true });
    const filled = {
      html: fill({ ...viewOf(issue, 'mail'), mail: true, preheaderPadding: Array.from({ length: 40 }, () => true) }),
      page: fill({ ...viewOf(issue, 'page'), mail: false, preheaderPadding: [], unsubscribeUrl: '' }),
    };
    const compiled = async (mjml: string) => (await mjml2html(mjml, { validationLevel: 'strict', keepComments: false, fonts: {} })).html;
    expect(squeeze(html)).toBe(squeeze(await compiled(filled.html)));
    expect(squeeze(page)).toBe(squeeze(await compiled(filled.page)));
  });
});
