/** The tags of an HTML page that name other documents. */
import { Tokenizer } from 'htmlparser2';
import { decodeReferences } from '../../functions/collect/entities.ts';

export interface HtmlTag {
  /** Lower-case. */
  readonly name: 'a' | 'base' | 'link';
  /** Names lower-case, references undone. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Of an `a`: what stands up to the next tag of one of these, cut. */
  text: string;
}

const maxTags = 20_000;
const maxText = 100;

/**
 * Reads with htmlparser2's tokenizer and not its Parser, which keeps a stack of
 * open elements: 50,000 tags that are never closed cost that one seconds, and
 * four times as many a minute.
 */
export function tagsOf(html: string): HtmlTag[] {
  const tags: HtmlTag[] = [];
  let attributes: Map<string, string> | undefined;
  let name = '';
  let attribute = '';
  let value = '';
  let anchor: HtmlTag | undefined;
  const nothing = (): void => {};
  const opened = (): void => {
    if (!attributes || tags.length >= maxTags) return;
    const tag: HtmlTag = { name: name as HtmlTag['name'], attributes, text: '' };
    tags.push(tag);
    anchor = name === 'a' ? tag : anchor;
    attributes = undefined;
  };
  const text = (part: string): void => {
    if (anchor && anchor.text.length < maxText) anchor.text += part.slice(0, maxText);
  };
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: false }, {
    onopentagname(start, end) {
      name = end - start > 4 ? '' : html.slice(start, end).toLowerCase();
      attributes = name === 'a' || name === 'link' || name === 'base' ? new Map<string, string>() : undefined;
    },
    onattribname(start, end) {
      attribute = attributes ? html.slice(start, end).toLowerCase() : '';
      value = '';
    },
    onattribdata(start, end) {
      if (attributes) value += html.slice(start, Math.min(end, start + 4000));
    },
    onattribend() {
      if (attributes && attributes.size < 50 && !attributes.has(attribute)) attributes.set(attribute, decodeReferences(value));
    },
    onopentagend: opened,
    onselfclosingtag: opened,
    onclosetag(start, end) {
      if (end - start === 1 && html.slice(start, end).toLowerCase() === 'a') anchor = undefined;
    },
    ontext: (start, end) => text(anchor ? decodeReferences(html.slice(start, Math.min(end, start + 10 * maxText))) : ''),
    oncdata: nothing,
    onattribentity: nothing,
    ontextentity: nothing,
    oncomment: nothing,
    ondeclaration: nothing,
    onprocessinginstruction: nothing,
    onend: nothing,
  });
  tokenizer.write(html);
  tokenizer.end();
  return tags;
}
