/** What a text is, told by what is in it. */
import { decodeReferences, hasReference } from './entities.ts';
import { hiddenNames, isHtmlName } from './html-names.ts';

/** Text that says it is not HTML often is: it has a known element's end tag, or entities. */
export const looksLikeHtml = (text: string): boolean => hasReference(text) || hasEnd(text);

function hasEnd(text: string): boolean {
  for (const [, name] of text.matchAll(/<\/([a-z][a-z0-9]{0,15})>|<br ?\/?>/gi)) {
    if (name === undefined || isHtmlName(name.toLowerCase())) return true;
  }
  return false;
}

/** Markup that was escaped once too often, as it was before; any other text as it is. */
export function unescapedMarkup(text: string): string {
  if (text.includes('<') || !/^\s*&(?:lt|#0*60|#x0*3c);/i.test(text)) return text;
  const markup = decodeReferences(text);
  const [, name] = /^\s*<(!--|[a-z][a-z0-9]{0,15}(?=[\s/>]))/i.exec(markup) ?? [];
  return name !== undefined && (name === '!--' || isHtmlName(name.toLowerCase())) && hasEnd(markup) ? markup : text;
}

/**
 * Whether a text without markup speaks of tags (`Why <script> blocks`, `the
 * <!DOCTYPE> line`): none of the tags that HTML knows shapes it, and none
 * begins a script.
 */
export function mentionsTags(text: string): boolean {
  let script: number | undefined;
  for (const { 1: slash, 2: name, 3: rest, index, 0: tag } of text.matchAll(/<(\/?)([a-z][a-z0-9]*)((?![a-z0-9])[^<>]*)?>/gi)) {
    const known = name!.toLowerCase();
    if (!isHtmlName(known)) continue;
    if (slash !== '' || (rest ?? '') !== '' || !hiddenNames.has(known)) return false;
    if (known === 'script' || known === 'style') script ??= index + tag.length;
  }
  return script === undefined || !code.test(text.slice(script));
}

/** What scripts and style sheets have, and sentences have not. */
const code = /[{}=;@]|\w\(|\/[/*]|\w\.\w/;
