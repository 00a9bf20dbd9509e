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
import { EndTags } from './end-tags.ts';
import { escapeXml, legal } from './entities.ts';
import { isHtmlName, voidNames } from './html-names.ts';
import { Namespaces } from './namespaces.ts';
import { append, endsBefore, isMarkup, isText, limits, local, rootFormat, written, type Capture, type FeedFormat, type Frame } from './repair-rules.ts';
import { escapeStray } from './scan.ts';
import { tokenize, type Attributes, type TokenHandler } from './tokens.ts';
import { feedFields, feedGroups, itemFields, itemGroups, type FieldRule, type Group } from './vocabulary.ts';

export type Repaired =
  | { readonly kind: 'repaired'; readonly xml: string; readonly format: FeedFormat }
  /** `root`: the name of the first element, if there is one. */
  | { readonly kind: 'no-feed'; readonly root: string | undefined };

/** Repairs a document; `base` is its URL. Time is linear in its length. */
export function repair(document: string, base: string): Repaired {
  const xml = escapeStray(legal(document));
  const repairer = new Repairer(xml, base);
  tokenize(xml, repairer);
  return repairer.result();
}

class Repairer implements TokenHandler {
  readonly #base: string;
  readonly #ends: EndTags;
  readonly #frames: Frame[] = [];
  readonly #feed: string[] = [];
  readonly #items: (readonly string[])[] = [];
  #dropped = 0;
  #item: string[] | undefined;
  /** Whether the item has any element, be it one that we do not read. */
  #itemHolds = false;
  #capture: Capture | undefined;
  #format: FeedFormat | undefined;
  #first: string | undefined;

  constructor(xml: string, base: string) {
    this.#base = base;
    this.#ends = new EndTags(xml);
  }

  result(): Repaired {
    this.#closeTo(0);
    if (this.#format === undefined) return { kind: 'no-feed', root: this.#first };
    const head = '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:f="urn:dawnpost:feed"><channel>';
    return { kind: 'repaired', xml: `${head}${this.#feed.join('')}${this.#itemsInOrder().map((item) => `<item>${item.join('')}</item>\n`).join('')}</channel></rss>`, format: this.#format };
  }

  open(name: string, attributes: Attributes, selfClosing: boolean, at: number): void {
    this.#first ??= name;
    const top = this.#frames.at(-1);
    if (!top) return this.#openRoot(name, attributes);
    const namespaces = top.namespaces.with(attributes, false);
    const known = namespaces.canonical(name);
    if (this.#capture) {
      if (!endsBefore(this.#capture, name, known)) return this.#markup(this.#capture, name, attributes, selfClosing);
      this.#endCapture();
    }
    if (known === 'item' || known === 'entry') return this.#openItem(name, attributes, namespaces, selfClosing);
    if (top.kind === 'feed') {
      const fields = feedGroups.get(known);
      // One that does not end must not hide what follows: the fields of the feed go on in it.
      if (fields && (fields === feedFields || this.#ends.has(name, at))) return this.#push({ kind: 'feed', name, attributes, namespaces, fields });
    } else {
      this.#itemHolds = true;
      const group = itemGroups.get(known);
      if (group && this.#frames.length < limits.depth) return this.#openGroup(group, name, attributes, namespaces, selfClosing, at);
    }
    this.#startCapture(name, known, top.fields.get(known), attributes, selfClosing, at);
  }

  close(name: string): void {
    const capture = this.#capture;
    if (capture && name === capture.name) {
      if (capture.nested === 0) return this.#endCapture();
      capture.nested--;
    } else {
      // The end of the root ends nothing: some feeds hold items after it.
      const frame = this.#frames.findLastIndex((open) => open.name === name);
      if (frame > 0) return this.#closeTo(frame);
    }
    if (!capture) return;
    if (capture.unclosed && !isHtmlName(name)) return this.#endCapture();
    if (capture.rule) append(capture, `</${local(name)}>`);
  }

  text(text: string): void {
    const capture = this.#capture;
    if (capture) return capture.rule && append(capture, capture.markup ? escapeXml(text) : text);
    const top = this.#frames.at(-1);
    if (top?.textRule && top.text.length < limits.shortFieldLength) top.text += text.slice(0, limits.shortFieldLength);
  }

  /** Roots may be prefixed, and of any case; what stands before them (a warning of the server's own scripts, say) is passed over. */
  #openRoot(name: string, attributes: Attributes): void {
    this.#format = rootFormat(local(name), this.#first === 'html');
    if (this.#format === undefined) return;
    const declared = Namespaces.none.with(attributes, true);
    const namespaces = name.includes(':') && this.#format !== 'RSS 1.0' ? declared.assuming(name.slice(0, name.indexOf(':'))) : declared;
    this.#push({ kind: 'feed', name, attributes, namespaces, fields: feedFields });
  }

  #openItem(name: string, attributes: Attributes, namespaces: Namespaces, selfClosing: boolean): void {
    // An item within an item: the one before was not closed.
    const open = this.#frames.findIndex((frame) => frame.kind !== 'feed');
    if (open !== -1) this.#closeTo(open);
    this.#item = [];
    this.#itemHolds = false;
    this.#push({ kind: 'item', name, attributes, namespaces, fields: itemFields });
    const { base } = this.#frames.at(-1)!;
    const about = attributes.get('rdf:about');
    if (about) this.#emit({ to: 'id', rank: 2, set: { from: 'about' } }, new Map(), about, base, false);
    // CDF, and others that write the link so.
    const href = attributes.get('href');
    if (href) this.#emit({ to: 'link', rank: 1 }, new Map(), href, base, false);
    if (selfClosing) this.#closeTo(this.#frames.length - 1);
  }

  #openGroup(group: Group, name: string, attributes: Attributes, namespaces: Namespaces, selfClosing: boolean, at: number): void {
    if (group.field && (attributes.has('url') || attributes.has('href'))) {
      this.#emit(group.field, attributes, '', this.#baseOf(attributes), false);
    }
    if (selfClosing || (group.within && !this.#ends.has(name, at))) return;
    this.#push({ kind: 'group', name, attributes, namespaces, fields: group.within ?? itemFields, textRule: group.text });
  }

  #push({ kind, name, namespaces, fields, textRule, attributes }: Omit<Frame, 'base' | 'text'> & { attributes: Attributes }): void {
    this.#frames.push({ kind, name, namespaces, fields, textRule, base: this.#baseOf(attributes), text: '' });
  }

  #closeTo(depth: number): void {
    if (this.#capture) this.#endCapture();
    while (this.#frames.length > depth) {
      const frame = this.#frames.pop()!;
      if (frame.textRule && frame.text.trim() !== '') this.#emit(frame.textRule, new Map(), frame.text, frame.base, false);
      if (frame.kind === 'item' && this.#item) {
        this.#keep(this.#item);
        this.#item = undefined;
      }
    }
  }

  /** Of too many items, those in the middle go: feeds put new ones first or last. The second half of the list is a ring. */
  #keep(item: readonly string[]): void {
    if (item.length === 0 && !this.#itemHolds) return;
    const half = limits.items / 2;
    if (this.#items.length < limits.items) this.#items.push(item);
    else this.#items[half + (this.#dropped++ % half)] = item;
  }

  #itemsInOrder(): readonly (readonly string[])[] {
    const half = limits.items / 2;
    const oldest = half + (this.#dropped % half);
    return [...this.#items.slice(0, half), ...this.#items.slice(oldest), ...this.#items.slice(half, oldest)];
  }

  #startCapture(name: string, known: string, rule: FieldRule | undefined, attributes: Attributes, selfClosing: boolean, at: number): void {
    const base = this.#baseOf(attributes);
    if (selfClosing) return rule && this.#emit(rule, attributes, '', base, false);
    const unclosed = !this.#ends.has(name, at);
    // An element that does not matter and does not end (a stray <br>, a misspelt end tag) hides nothing of what follows.
    if (!rule && unclosed) return;
    const markup = rule !== undefined && isMarkup(rule, known, attributes);
    this.#capture = { name, rule, attributes, base, markup, unclosed, nested: 0, tags: 0, text: '' };
  }

  /** A tag inside of what is being captured becomes text of it. */
  #markup(capture: Capture, name: string, attributes: Attributes, selfClosing: boolean): void {
    if (name === capture.name && !selfClosing) capture.nested++;
    if (!capture.rule) return;
    capture.tags++;
    const tag = local(name);
    const own = [...attributes].filter(([key]) => !key.startsWith('xmlns'));
    append(capture, `<${tag}${written(own)}>${selfClosing && !voidNames.has(tag) ? `</${tag}>` : ''}`);
  }

  #endCapture(): void {
    const { rule, attributes, text, base, markup, tags } = this.#capture!;
    this.#capture = undefined;
    if (rule) this.#emit(rule, attributes, text, base, markup || tags > 0);
  }

  #emit(rule: FieldRule, attributes: Attributes, text: string, base: string, markup: boolean): void {
    const into = this.#item ?? this.#feed;
    if (into.length >= limits.fieldsPerItem) return;
    const facts: [string, string][] = [['rank', String(rule.rank)]];
    if (base !== this.#base) facts.push(['base', base]);
    if (isText(rule)) {
      facts.push(['type', markup ? 'html' : (attributes.get('type') ?? (this.#format === 'Atom' ? 'text' : 'loose'))]);
      if (attributes.get('mode') === 'base64') facts.push(['mode', 'base64']);
    }
    for (const name of rule.attributes ?? []) {
      if (attributes.has(name)) facts.push([name, attributes.get(name)!]);
    }
    facts.push(...Object.entries(rule.set ?? {}));
    into.push(`<f:${rule.to}${written(facts)}>${escapeXml(text)}</f:${rule.to}>`);
  }

  #baseOf(attributes: Attributes): string {
    const outer = this.#frames.at(-1)?.base ?? this.#base;
    const own = attributes.get('xml:base');
    return own !== undefined && URL.canParse(own, outer) ? new URL(own, outer).href : outer;
  }
}
