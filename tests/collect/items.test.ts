import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../functions/collect/parse.ts';

async function items(body: string) {
  const parsed = await parseFeed({ body: Buffer.from(body), contentType: undefined, url: 'https://feeds.example.org/dir/feed.xml' });
  if (parsed.kind !== 'feed') throw new Error(parsed.detail);
  return parsed.items;
}
const atom = (body: string) => `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>${body}</feed>`;
const rss = (item: string, channel = '') => `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>F</title>${channel}<item>${item}</item></channel></rss>`;
const by = (name: string) => `<author><name>${name}</name><email>x@y.example</email></author>`;

describe('who wrote it', () => {
  it.each([
    ['the feed\'s author', atom(`${by('Feed')}<entry><title>x</title></entry>`), 'Feed'],
    ['the feed\'s author, after the entries', atom(`<entry><title>x</title></entry>${by('Feed')}`), 'Feed'],
    ['its own rather', atom(`${by('Feed')}<entry><title>x</title>${by('Own')}</entry>`), 'Own'],
    ['its source\'s rather', atom(`${by('Feed')}<entry><title>x</title><source><title>S</title>${by('Source')}</source></entry>`), 'Source'],
    ['its own rather than its source\'s', atom(`<entry><title>x</title><source>${by('Source')}</source>${by('Own')}</entry>`), 'Own'],
    ['no contributor', atom('<entry><title>x</title><contributor><name>C</name></contributor></entry>'), undefined],
    ['several', atom(`<entry><title>x</title>${['A', 'B', 'a', 'C', 'D'].map(by).join('')}</entry>`), 'A, B, C'],
    ['several of Dublin Core', rss('<title>x</title><dc:creator>A</dc:creator><dc:creator>B</dc:creator><author>a@b.example (C)</author>'), 'A, B'],
    ['dc:author', rss('<title>x</title><dc:author>A</dc:author>'), 'A'],
    ['no editor of the channel', rss('<title>x</title>', '<managingEditor>m@e.example (Ed)</managingEditor><itunes:author>IA</itunes:author><author>text</author>'), undefined],
    ['Atom in RSS', rss('<title>x</title>', `<atom:author><atom:name>A</atom:name></atom:author>`), 'A'],
    ['not where it was found', rss('<title>x</title><source url="https://o.example/feed">Other</source>'), undefined],
    ['no address', atom(`<author><name>a@b.example</name></author><entry><title>x</title></entry>`), undefined],
  ])('%s', async (_, body, author) => expect((await items(body))[0]!.author).toBe(author));

  it('nothing else of its source is its own', async () =>
    expect(await items(atom(`<entry><source><id>https://o.example/</id><title>S</title><link href="https://o.example/"/><updated>2020-01-01T00:00:00Z</updated><logo>https://o.example/l.png</logo></source><title>x</title></entry>`)))
      .toEqual([{ id: expect.any(String) as string, title: 'x', summary: '', words: 0, identity: expect.any(Object) as object }]));
});

describe('where it is', () => {
  it.each([
    ['no payment', rss('<title>x</title><guid>https://s.example/real</guid><atom:link rel="payment" href="https://flattr.example/"/>'), 'https://s.example/real'],
    ['no acquisition', atom('<entry><title>x</title><link rel="http://opds-spec.org/acquisition" href="/x.epub"/></entry>'), undefined],
    ['its text elsewhere', atom('<entry><title>x</title><content src="/text" type="text/html"/></entry>'), 'https://feeds.example.org/text'],
    ['no picture elsewhere', atom('<entry><title>x</title><content src="/a.png" type="image/png"/></entry>'), undefined],
    ['a relative guid with a base', '<rss xml:base="http://e.example/p/"><channel><item><title>x</title><guid isPermaLink="true">ep/1/</guid></item></channel></rss>', 'http://e.example/p/ep/1/'],
    ['no guid that is a number', rss('<title>x</title><guid isPermaLink="true">123</guid>'), undefined],
    ['no guid that says so', rss('<title>x</title><guid isPermaLink="false">https://s.example/1</guid>'), undefined],
  ])('%s', async (_, body, url) => expect((await items(body))[0]!.url).toBe(url));
});

describe('its picture', () => {
  const content = (url: string, inside = '') => `<media:content url="https://s.example/${url}" medium="image">${inside}</media:content>`;
  it.each([
    ['no face where there is another', rss(`<title>x</title>${content('avatar/1').replace('s.example', 'gravatar.com')}${content('post.jpg')}`), { url: 'https://s.example/post.jpg' }],
    ['no face where the text has another', rss(`<title>x</title><media:thumbnail url="https://avatars.githubusercontent.com/u/1"/><description>&lt;img src="https://s.example/a.jpg"&gt;</description>`), { url: 'https://s.example/a.jpg' }],
    ['a face where there is no other', rss(`<title>x</title>${content('avatars/1')}`), { url: 'https://s.example/avatars/1' }],
    ['a film of that name', rss(`<title>x</title>${content('avatar-3.jpg')}${content('b.jpg')}`), { url: 'https://s.example/avatar-3.jpg' }],
    ['its description', rss(`<title>x</title>${content('a.jpg', '<media:title>T</media:title><media:description type="html">A &lt;b&gt;hill&lt;/b&gt;</media:description>')}`), { url: 'https://s.example/a.jpg', alt: 'A hill' }],
    ['its title', rss(`<title>x</title>${content('a.jpg', '<media:title>A hill</media:title>')}${content('b.jpg', '<media:title>B</media:title>')}`), { url: 'https://s.example/a.jpg', alt: 'A hill' }],
    ['no name of a file', rss(`<title>x</title>${content('a.jpg', '<media:title>IMG_1234</media:title>')}`), { url: 'https://s.example/a.jpg' }],
  ])('%s', async (_, body, image) => expect((await items(body))[0]!.image).toEqual(image));

  const described = content('a.jpg', '<media:title>Hill</media:title><media:description>A hill at dawn.</media:description>');
  it.each([
    ['is not the item\'s text', `${described}<title>x</title><content:encoded>Text</content:encoded>`, { title: 'x', summary: 'Text' }],
    ['is not its text in a group', `<media:group><media:description>A hill</media:description></media:group><title>x</title><content:encoded>Text</content:encoded>`, { title: 'x', summary: 'Text' }],
    ['is, where there is no other', described, { title: 'Hill', summary: 'A hill at dawn.' }],
    ['is, where the other is empty', `${described}<title>x</title><description> </description>`, { title: 'x', summary: 'A hill at dawn.' }],
    ['is a film\'s own', '<title>x</title><media:group><media:title>y</media:title><media:content url="https://s.example/v" type="video/mp4"/><media:description>The film.</media:description></media:group>', { title: 'x', summary: 'The film.' }],
  ])('what is said of it %s', async (_, item, expected) => expect((await items(rss(item)))[0]).toMatchObject(expected));
});

it('reads CDF\'s titles', async () =>
  expect(await items('<CHANNEL HREF="http://s.example/"><ITEM HREF="/2"><TITLE VALUE="v"/></ITEM></CHANNEL>')).toMatchObject([{ title: 'v', url: 'https://feeds.example.org/2' }]));
