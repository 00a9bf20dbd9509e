/**
 * Any feed's XML, however broken, to one canonical and well-formed document that
 * the XML parser can take without harm:
 *
 *     <rss version="2.0"><channel><f:title/>… <item><f:title/><f:link/>…</item></channel></rss>
 *
 * Every element that matters, of every format, gets a name of ours (see
 * `vocabulary`), its text as text: markup inside is escaped. Nothing else of the
 * document goes through, so no name, date or nesting in it can trip the parser.
 */
import { canonicalXml } from './canonical.ts';
import { EndTags } from './end-tags.ts';
import { escapeXml, legal } from './entities.ts';
import { isHtmlName, voidNames } from './html-names.ts';
import { KeptItems } from './kept-items.ts';
import { Namespaces } from './namespaces.ts';
import { append, endsBefore, identifies, isMarkup, leftOf, limits, local, rootFormat, roomOf, written, type Capture, type FeedFormat, type Field, type Frame } from './repair-rules.ts';
import { mend } from './scan.ts';
import { tokenize, type Attributes, type Tag, type TokenHandler } from './tokens.ts';
import { feedFields, feedGroups, groupIn, itemFields, type FieldRule, type Group } from './vocabulary.ts';

export type Repaired =
  | { readonly kind: 'repaired'; readonly xml: string; readonly format: FeedFormat }
  /** `root`: the name of the first element, if there is one. */
  | { readonly kind: 'no-feed'; readonly root: string | undefined };

/** Repairs a document; `base` is its URL. Time is linear in its length. */
export function repair(document: string, base: string): Repaired {
  const mended = mend(legal(document));
  const repairer = new Repairer(mended.xml, base);
  tokenize(mended, repairer);
  return repairer.result();
}

class Repairer implements TokenHandler {
  readonly #base: string;
  readonly #ends: EndTags;
  readonly #frames: Frame[] = [];
  readonly #feed: Field[] = [];
  readonly #items = new KeptItems<readonly Field[]>();
  #item: Field[] | undefined;
  /** Whether the item has any element, be it one that we do not read. */
  #itemHolds = false;
  /** Whether any item had an end tag. */
  #itemsEnd = false;
  #rootEnded = false;
  #capture: Capture | undefined;
  #format: FeedFormat | undefined;
  #first: string | undefined;

  constructor(xml: string, base: string) {
    this.#base = base;
    this.#ends = new EndTags(xml);
  }

  result(): Repaired {
    if (this.#format === undefined) return { kind: 'no-feed', root: this.#first };
    return { kind: 'repaired', xml: canonicalXml(this.#feed, this.#items.inOrder(), this.#format, this.#base), format: this.#format };
  }

  open(tag: Tag): void {
    this.#first ??= tag.name;
    const top = this.#frames.at(-1);
    if (!top) return this.#openRoot(tag);
    if (this.#capture?.markup) return this.#markup(this.#capture, tag);
    const namespaces = top.namespaces.with(tag.attributes, false);
    const known = namespaces.canonical(tag.name);
    if (this.#capture) {
      if (!endsBefore(this.#capture, tag.name, known)) return this.#markup(this.#capture, tag);
      this.#endCapture();
    }
    if (known === 'item' || known === 'entry') return this.#openItem(tag, namespaces);
    if (top.kind === 'feed') {
      const fields = feedGroups.get(known);
      // One that does not end must not hide what follows: the fields of the feed go on in it.
      if (fields && this.#frames.length < limits.depth && (fields === feedFields || this.#ends.has(tag))) return this.#push('feed', tag, namespaces, fields);
    } else {
      this.#itemHolds = true;
      const group = groupIn(top.fields, known);
      if (group && this.#frames.length < limits.depth) return this.#openGroup(group, tag, namespaces);
    }
    this.#startCapture(tag, known, top.fields.get(known));
  }

  close(name: string): void {
    const capture = this.#capture;
    if (capture && name === capture.name) {
      if (capture.nested === 0) return this.#endCapture();
      capture.nested--;
    } else {
      const frame = this.#frames.findLastIndex((open) => open.name === name);
      if (frame > 0) {
        this.#itemsEnd ||= this.#frames[frame]!.kind === 'item';
        return this.#closeTo(frame);
      }
      // The end of the root ends nothing: some feeds hold items after it.
      this.#rootEnded ||= frame === 0;
    }
    if (!capture) return;
    if (capture.unclosed && !isHtmlName(name)) return this.#endCapture();
    if (capture.room > 0) append(capture, `</${local(name)}>`);
  }

  get listening(): boolean {
    return this.#capture ? this.#capture.room > 0 : this.#frames.at(-1)?.textRule !== undefined;
  }

  text(text: string): void {
    const capture = this.#capture;
    if (capture) return append(capture, capture.markup ? escapeXml(text.slice(0, capture.room)) : text);
    const top = this.#frames.at(-1);
    if (top && top.text.length < limits.shortFieldLength) top.text += text.slice(0, limits.shortFieldLength);
  }

  /** Of a document that is cut off, what would be wrong in parts is left out, and an item that cannot be told from the others. */
  end(cut: boolean): void {
    const broken = cut || this.#capture !== undefined || this.#itemsEnd;
    this.#capture = leftOf(this.#capture);
    if (broken && !this.#rootEnded && !this.#items.isEmpty && this.#item?.some(identifies) === false) this.#item = undefined;
    this.#closeTo(0);
  }

  /** Roots may be prefixed, and of any case; what stands before them (a warning of the server's own scripts, say) is passed over. */
  #openRoot(tag: Tag): void {
    const { name, attributes } = tag;
    const declared = Namespaces.none.with(attributes, true);
    const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : undefined;
    this.#format = rootFormat(local(name), this.#first === 'html', /\b2005\/atom|\/atom\/ns/i.test(attributes.get(prefix === undefined ? 'xmlns' : `xmlns:${prefix}`) ?? ''));
    if (this.#format === undefined) return;
    this.#push('feed', tag, prefix !== undefined && this.#format !== 'RSS 1.0' ? declared.assuming(prefix) : declared, feedFields);
  }

  #openItem(tag: Tag, namespaces: Namespaces): void {
    // An item within an item: the one before was not closed.
    const open = this.#frames.findIndex((frame) => frame.kind !== 'feed');
    if (open !== -1) this.#closeTo(open);
    this.#item = [];
    this.#itemHolds = false;
    this.#push('item', tag, namespaces, itemFields);
    const { base } = this.#frames.at(-1)!;
    const about = tag.attributes.get('rdf:about');
    if (about) this.#emit({ rule: { to: 'id', rank: 2, set: { from: 'about' } }, attributes: none, text: about, base, markup: false });
    // CDF, and others that write the link so.
    const href = tag.attributes.get('href');
    if (href) this.#emit({ rule: { to: 'link', rank: 1 }, attributes: none, text: href, base, markup: false });
    if (tag.selfClosing) this.#closeTo(this.#frames.length - 1);
  }

  #openGroup(group: Group, tag: Tag, namespaces: Namespaces): void {
    const { attributes } = tag;
    if (group.field && (attributes.has('url') || attributes.has('href'))) {
      this.#emit({ rule: group.field, attributes, text: '', base: this.#baseOf(attributes), markup: false });
    }
    if (tag.selfClosing || (group.within && !this.#ends.has(tag))) return;
    this.#push('group', tag, namespaces, group.within ?? itemFields, group.text);
  }

  #push(kind: Frame['kind'], { name, attributes }: Tag, namespaces: Namespaces, fields: ReadonlyMap<string, FieldRule>, textRule?: FieldRule): void {
    this.#frames.push({ kind, name, namespaces, fields, textRule, base: this.#baseOf(attributes), text: '' });
  }

  #closeTo(depth: number): void {
    if (this.#capture) this.#endCapture();
    while (this.#frames.length > depth) {
      const frame = this.#frames.pop()!;
      if (frame.textRule && frame.text.trim() !== '') this.#emit({ rule: frame.textRule, attributes: none, text: frame.text, base: frame.base, markup: false });
      if (frame.kind === 'item' && this.#item) {
        if (this.#item.length > 0 || this.#itemHolds) this.#items.add(this.#item);
        this.#item = undefined;
      }
    }
  }

  #startCapture(tag: Tag, known: string, rule: FieldRule | undefined): void {
    const { name, attributes } = tag;
    const base = this.#baseOf(attributes);
    if (tag.selfClosing) return rule && this.#emit({ rule, attributes, text: '', base, markup: false });
    const unclosed = !this.#ends.has(tag);
    // An element that does not matter and does not end (a stray <br>, a misspelt end tag) hides nothing of what follows.
    if (!rule && unclosed) return;
    const markup = rule !== undefined && isMarkup(rule, known, attributes);
    this.#capture = { name, rule, attributes, base, markup, unclosed, nested: 0, tags: 0, parts: [], room: roomOf(rule) };
  }

  /** A tag inside of what is being captured becomes text of it. */
  #markup(capture: Capture, { name, attributes, selfClosing }: Tag): void {
    if (name === capture.name && !selfClosing) capture.nested++;
    capture.tags++;
    if (capture.room <= 0) return;
    const tag = local(name);
    const own = attributes.size === 0 ? '' : written([...attributes].filter(([key]) => !key.startsWith('xmlns')));
    append(capture, `<${tag}${own}>${selfClosing && !voidNames.has(tag) ? `</${tag}>` : ''}`);
  }

  #endCapture(): void {
    const { rule, attributes, parts, base, markup, tags } = this.#capture!;
    this.#capture = undefined;
    if (rule) this.#emit({ rule, attributes, text: parts.length === 1 ? parts[0]! : parts.join(''), base, markup: markup || tags > 0 });
  }

  #emit(field: Field): void {
    const into = this.#item ?? this.#feed;
    if (into.length < limits.fieldsPerItem) into.push(field);
  }

  #baseOf(attributes: Attributes): string {
    const outer = this.#frames.at(-1)?.base ?? this.#base;
    const own = attributes.get('xml:base');
    return own !== undefined && URL.canParse(own, outer) ? new URL(own, outer).href : outer;
  }
}

const none: Attributes = new Map();
