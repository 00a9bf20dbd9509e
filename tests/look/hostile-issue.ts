/** An issue in which a payload stands wherever a feed can put a text: as our parser reads it, and as it would be if the parser let all through. */
import { parseFeed } from '../../functions/collect/parse.ts';
import type { Issue, Story } from '../../functions/model/issue.ts';
import type { ParsedItem } from '../../functions/model/item.ts';
import { issueWith, story } from '../digest/rendering.ts';

/** Too small to be a picture: never to be asked for. */
export const pixel = 'https://pixel.evil.example/1x1.png';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const section = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
const same = (text: string): string => text;

/** One item that is the payload all through, and one whose picture bears it as its words. */
const rss = (payload: string, write: (text: string) => string): string => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>${write(payload)}</title><link>https://news.example.org/</link>
<item><guid isPermaLink="false">1</guid><title>${write(payload)}</title><link>${write(payload)}</link><description>${write(payload)}</description>
<content:encoded>${write(`<p>It is said:</p> ${payload}`)}</content:encoded><author>${write(payload)}</author><dc:creator>${write(payload)}</dc:creator><category>${write(payload)}</category>
<enclosure url="${escaped(payload)}" type="image/jpeg" length="1"/><media:content url="${escaped(payload)}" medium="image" width="800" height="600"><media:title>${write(payload)}</media:title><media:description>${write(payload)}</media:description></media:content></item>
<item><guid isPermaLink="false">2</guid><title>Seen at the harbour</title><link>https://news.example.org/${escaped(payload)}</link><description>${write(`<img src="https://pictures.example/a.jpg" alt="${escaped(payload)}" width="800" height="600">${payload}`)}</description></item>
</channel></rss>`;

const atom = (payload: string): string => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">${escaped(payload)}</title><link href="https://news.example.org/"/>
<entry><id>urn:1</id><title type="html">${escaped(payload)}</title><link href="${escaped(payload)}"/><author><name>${escaped(payload)}</name></author><summary type="html">${escaped(payload)}</summary></entry>
<entry><id>urn:2</id><title type="text">${escaped(payload)}</title><link href="https://news.example.org/2"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${payload}</div></content></entry></feed>`;

const json = (payload: string): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: payload,
    items: [{ id: payload, url: payload, title: payload, content_html: payload, content_text: payload, summary: payload, image: payload, authors: [{ name: payload, url: payload, avatar: payload }], attachments: [{ url: payload, mime_type: 'image/png' }] }],
  });

export const documents = (payload: string): string[] => [
  rss(payload, escaped),
  rss(payload, (text) => escaped(escaped(text))),
  rss(payload, section),
  // Broken XML, as feeds are.
  rss(payload, same),
  atom(payload),
  json(payload),
];

/** The items that the parser makes of every document; a document may be so broken that there are none. */
export async function parsed(payload: string): Promise<ParsedItem[]> {
  const feeds = await Promise.all(documents(payload).map((text) => parseFeed({ body: Buffer.from(text), contentType: undefined, url: 'https://news.example.org/feed.xml' })));
  return feeds.flatMap((feed) => (feed.kind === 'feed' ? feed.items : []));
}

const made = new Map<string, Promise<Issue>>();

/** Made once for each payload. */
export function hostileIssue(payload: string): Promise<Issue> {
  const issue = made.get(payload) ?? makeIssue(payload);
  made.set(payload, issue);
  return issue;
}

async function makeIssue(payload: string): Promise<Issue> {
  const items = await parsed(payload);
  const stories = items.map(({ identity: _, id, ...item }): Story => ({ ...item, item: `feed/${id}`, source: item.author ?? 'x', also: [{ source: item.title, ...(item.url !== undefined && { url: item.url }) }] }));
  const evil: Partial<Story> = { title: payload, url: payload, summary: payload, source: payload, author: payload, published: payload, late: true, also: [{ source: payload, url: payload }] };
  const direct = [
    story(1, { ...evil, image: { url: payload, alt: payload, width: 800, height: 600 } }),
    story(2, { ...evil, image: { url: 'https://pictures.example/b.jpg', alt: payload } }),
    story(3, { ...evil, image: { url: pixel, alt: payload, width: 1, height: 1 } }),
  ];
  const titles = [{ item: 'feed/t', title: payload, url: payload, source: payload }];
  const issue = issueWith(0);
  return {
    ...issue,
    newsletter: { ...issue.newsletter, name: payload, postalAddress: payload },
    subject: payload,
    preheader: payload,
    sections: [
      { title: payload, stories: direct, titles, unlisted: 2 },
      { title: 'As it was read', stories },
    ],
    silent: [{ name: payload, since: '2026-02-24T06:00:00.000Z' }],
  };
}
