/** The canonical document that repair makes of any feed. */
import { sectionXml } from './entities.ts';
import { isText, written, type FeedFormat, type Field } from './repair-rules.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:f="urn:dawnpost:feed"><channel>';

/** `base` is the document's URL: fields say what they are relative to only where it is another. */
export function canonicalXml(feed: readonly Field[], items: readonly (readonly Field[])[], format: FeedFormat, base: string): string {
  const parts = [head];
  for (const field of feed) parts.push(fieldXml(field, format, base));
  for (const item of items) {
    parts.push('<item>');
    for (const field of item) parts.push(fieldXml(field, format, base));
    parts.push('</item>\n');
  }
  parts.push('</channel></rss>');
  return parts.join('');
}

function fieldXml({ rule, attributes, text, base, markup }: Field, format: FeedFormat, documentBase: string): string {
  const facts: [string, string][] = [['rank', String(rule.rank)]];
  if (base !== documentBase) facts.push(['base', base]);
  if (isText(rule)) {
    facts.push(['type', markup ? 'html' : (attributes.get('type') ?? (format === 'Atom' ? 'text' : 'loose'))]);
    if (attributes.get('mode') === 'base64') facts.push(['mode', 'base64']);
  }
  for (const name of rule.attributes ?? []) {
    const value = attributes.get(name);
    if (value !== undefined) facts.push([name, value]);
  }
  facts.push(...Object.entries(rule.set ?? {}));
  return `<f:${rule.to}${written(facts)}>${sectionXml(text)}</f:${rule.to}>`;
}
