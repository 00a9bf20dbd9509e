/** Feeds as the web has them, made from a number: the same number gives the same bytes. */

export const formats = ['rss-full', 'rss-short', 'atom', 'atom-xhtml', 'rdf', 'json'] as const;
export type Format = (typeof formats)[number];

export interface FeedDocument {
  readonly body: string;
  readonly contentType: string;
  readonly items: number;
}

export interface Size {
  readonly items: number;
  /** Paragraphs of an item's body. */
  readonly paragraphs: number;
}

interface Entry {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly author: string;
  readonly at: Date;
  readonly lead: string;
  readonly html: string;
  readonly picture: string;
}

const words = (
  'the of and to in a is that for it was on are as with they at be this from have or by one had not but what all were when we there can an your ' +
  'which their said if do will each about how up out them then she many some so these would other into has more her two like him see time could ' +
  'no make than first been its who now people my made over did down only way find use may water long little very after words called just where ' +
  'most know council minister market report election energy climate budget science museum railway harbour software release kernel compiler ' +
  'database river festival championship quarter investors researchers hospital vaccine satellite orbit café São façade naïve Zürich coöperate'
).split(' ');

/** A small pseudo-random generator (mulberry32): numbers from 0 up to 1. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const cdata = (text: string): string => `<![CDATA[${text}]]>`;

class Writer {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = generator(seed);
  }

  between(low: number, high: number): number {
    return low + Math.floor(this.#random() * (high - low + 1));
  }

  phrase(count: number): string {
    const text = Array.from({ length: count }, () => words[this.between(0, words.length - 1)]!).join(' ');
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  sentence(): string {
    const ends = ['.', '.', '.', '?', ' &#8212; so they say.', '&#8230;', '&nbsp;&amp; more.'];
    return `${this.phrase(this.between(6, 18))}${ends[this.between(0, ends.length - 1)]!}`;
  }

  /** HTML as content systems write it. `xhtml`: well-formed and without named entities. */
  html(paragraphs: number, picture: string, at: string, xhtml: boolean): string {
    const parts = [`<figure class="wp-block-image size-large"><img src="${picture}" alt="${this.phrase(4)}" width="1024" height="683" loading="lazy" class="wp-image-${this.between(1000, 9999)}" /></figure>`];
    for (let n = 0; n < paragraphs; n++) {
      const text = Array.from({ length: this.between(2, 4) }, () => this.sentence());
      text[0] = `<a href="${at}?utm_source=rss&amp;ref=${n}" rel="noopener">${this.phrase(3)}</a> ${text[0]!}`;
      if (n % 3 === 1) text.push(`<strong>${this.phrase(2)}</strong>, <em>${this.phrase(3)}</em>.`);
      parts.push(n % 5 === 4 ? `<ul><li>${text.join('</li><li>')}</li></ul>` : `<p>${text.join(' ')}</p>`);
    }
    if (paragraphs > 3) parts.push(`<blockquote><p>${this.sentence()}</p></blockquote><h2 id="more">${this.phrase(4)}</h2><pre><code>if (a &lt; b) { run(a, "${this.phrase(1)}"); }</code></pre>`);
    const html = parts.join('\n');
    return xhtml ? html.replace(/&nbsp;/g, '&#160;') : html;
  }

  entries(seed: number, host: string, size: Size, xhtml: boolean): Entry[] {
    return Array.from({ length: size.items }, (_, n) => {
      const title = `${this.phrase(this.between(5, 11))}${n % 4 === 0 ? ' & more' : ''}`;
      const url = `https://${host}/2026/02/${String(28 - (n % 28)).padStart(2, '0')}/${title.toLowerCase().replace(/[^a-z]+/g, '-')}-${seed}-${n}/`;
      const picture = `https://cdn.${host}/uploads/2026/02/${seed}-${n}-1024x683.jpg`;
      return {
        id: `${seed}-${n}`, url, title, picture,
        author: this.phrase(1) + ' ' + this.phrase(1),
        at: new Date(Date.UTC(2026, 1, 28, 12) - n * 5_400_000 - seed * 1000),
        lead: `${this.phrase(20)}. ${this.phrase(12)}.`,
        html: this.html(Math.max(1, size.paragraphs + this.between(-1, 1)), picture, url, xhtml),
      };
    });
  }
}

/** The feed of a number, in a format. */
export function feedDocument(seed: number, format: Format, size: Size): FeedDocument {
  const writer = new Writer(seed * 7919 + 17);
  const host = `outlet${seed}.example.org`;
  const title = `${writer.phrase(2)} No. ${seed}`;
  const entries = writer.entries(seed, host, size, format === 'atom-xhtml');
  return { body: bodies[format](title, host, entries), contentType: contentTypes[format], items: size.items };
}

/** The feed of a number as a mix of formats and sizes, 20 to 60 KB mostly. */
export function mixedDocument(seed: number): FeedDocument {
  const random = generator(seed + 1);
  const kind = random();
  const items = 20 + Math.floor(random() * 11);
  if (kind < 0.5) return feedDocument(seed, 'rss-full', { items, paragraphs: 2 });
  if (kind < 0.75) return feedDocument(seed, 'atom', { items, paragraphs: 2 });
  if (kind < 0.92) return feedDocument(seed, 'rss-short', { items: 30, paragraphs: 1 });
  return kind < 0.96 ? feedDocument(seed, 'atom-xhtml', { items, paragraphs: 2 }) : feedDocument(seed, 'rdf', { items, paragraphs: 2 });
}

const contentTypes: Readonly<Record<Format, string>> = {
  'rss-full': 'application/rss+xml; charset=UTF-8',
  'rss-short': 'text/xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  'atom-xhtml': 'application/atom+xml',
  rdf: 'application/rdf+xml',
  json: 'application/feed+json',
};

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const rssHead = `${head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">\n`;

const channel = (title: string, host: string, items: string): string =>
  `<channel>\n<title>${escape(title)}</title>\n<atom:link href="https://${host}/feed/" rel="self" type="application/rss+xml" />\n<link>https://${host}</link>\n<description>All of it</description>\n<language>en-GB</language>\n<sy:updatePeriod>hourly</sy:updatePeriod>\n${items}</channel>\n</rss>\n`;

const atomFeed = (title: string, host: string, entries: readonly Entry[], content: (entry: Entry) => string): string =>
  `${head}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n<title>${escape(title)}</title>\n<id>https://${host}/</id>\n<link rel="self" href="https://${host}/atom.xml"/>\n<link href="https://${host}/"/>\n<updated>2026-02-28T12:00:00Z</updated>\n${entries
    .map((entry) => `<entry>\n<title type="html">${escape(escape(entry.title))}</title>\n<link rel="alternate" type="text/html" href="${entry.url}"/>\n<id>tag:${host},2026:${entry.id}</id>\n<published>${entry.at.toISOString()}</published>\n<updated>${entry.at.toISOString()}</updated>\n<author><name>${entry.author}</name></author>\n<summary type="text">${escape(entry.lead)}</summary>\n${content(entry)}\n</entry>\n`)
    .join('')}</feed>\n`;

const bodies: Readonly<Record<Format, (title: string, host: string, entries: readonly Entry[]) => string>> = {
  // As WordPress writes them.
  'rss-full': (title, host, entries) => rssHead + channel(title, host, entries.map((entry) => `<item>\n<title>${escape(entry.title)}</title>\n<link>${entry.url}</link>\n<comments>${entry.url}#comments</comments>\n<dc:creator>${cdata(entry.author)}</dc:creator>\n<pubDate>${entry.at.toUTCString().replace('GMT', '+0000')}</pubDate>\n<category>${cdata('News')}</category>\n<category>${cdata('World')}</category>\n<guid isPermaLink="false">https://${host}/?p=${entry.id}</guid>\n<description>${cdata(`<p>${entry.lead} [&#8230;]</p>`)}</description>\n<content:encoded>${cdata(entry.html)}</content:encoded>\n</item>\n`).join('')),
  // As newspapers write them.
  'rss-short': (title, host, entries) => rssHead + channel(title, host, entries.map((entry) => `<item><title>${cdata(entry.title)}</title><link>${entry.url}</link><description>${escape(`${entry.lead} <a href="${entry.url}">Continue reading...</a>`)}</description><category domain="https://${host}/world">World</category><pubDate>${entry.at.toUTCString()}</pubDate><guid>${entry.url}</guid><media:content width="140" url="${entry.picture}?width=140&amp;quality=85"><media:credit scheme="urn:ebu">${entry.author}</media:credit></media:content><media:content width="460" url="${entry.picture}?width=460&amp;quality=85"><media:credit scheme="urn:ebu">${entry.author}</media:credit></media:content><dc:creator>${entry.author}</dc:creator><dc:date>${entry.at.toISOString()}</dc:date></item>\n`).join('')),
  atom: (title, host, entries) => atomFeed(title, host, entries, ({ html, url }) => `<content type="html" xml:base="${url}">${escape(html)}</content>`),
  'atom-xhtml': (title, host, entries) => atomFeed(title, host, entries, ({ html }) => `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${html}</div></content>`),
  rdf: (title, host, entries) => `${head}<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel rdf:about="https://${host}/"><title>${escape(title)}</title><link>https://${host}/</link><description>All of it</description><items><rdf:Seq>${entries.map(({ url }) => `<rdf:li rdf:resource="${url}"/>`).join('')}</rdf:Seq></items></channel>\n${entries.map((entry) => `<item rdf:about="${entry.url}"><title>${escape(entry.title)}</title><link>${entry.url}</link><description>${escape(entry.lead)}</description><dc:creator>${entry.author}</dc:creator><dc:date>${entry.at.toISOString()}</dc:date><content:encoded>${cdata(entry.html)}</content:encoded></item>\n`).join('')}</rdf:RDF>\n`,
  json: (title, host, entries) => JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title, home_page_url: `https://${host}/`, items: entries.map((entry) => ({ id: entry.id, url: entry.url, title: entry.title, content_html: entry.html, summary: entry.lead, image: entry.picture, date_published: entry.at.toISOString(), authors: [{ name: entry.author }] })) }),
};
