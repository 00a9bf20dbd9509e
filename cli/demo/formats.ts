/** The sample outlets in the formats that feeds come in, with the habits that each is known for. */
import { pictureHost, pictureSize } from './pictures.ts';
import type { SampleStory } from './stories.ts';

export interface Outlet {
  readonly name: string;
  readonly about: string;
  readonly stories: readonly SampleStory[];
}

interface Place {
  readonly now: Date;
  readonly origin: string;
}

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const at = (story: SampleStory, { now }: Place): Date => new Date(Math.floor(now.getTime() / 1000) * 1000 - story.hoursAgo * 3_600_000);
const link = (story: SampleStory, { origin }: Place): string => `${origin}/stories/${story.slug}`;
const html = (story: SampleStory): string => story.text.map((text) => `<p>${escape(text)}</p>`).join('');
const pictureOf = (story: SampleStory): string => `${pictureHost}/${story.picture}.png`;

/** RSS 2.0 with the full text in content:encoded and the picture in media:content. */
export function rss(outlet: Outlet, place: Place, query = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>${escape(outlet.name)}</title><link>${place.origin}/</link><description>${escape(outlet.about)}</description>
${outlet.stories.map((story) => rssItem(story, place, query)).join('\n')}
</channel></rss>
`;
}

function rssItem(story: SampleStory, place: Place, query: string): string {
  const media = story.picture
    ? `<media:content url="${pictureOf(story)}" medium="image" type="image/png" width="${pictureSize.width}" height="${pictureSize.height}"><media:description>${escape(story.alt ?? '')}</media:description></media:content>`
    : '';
  return `<item><title>${escape(story.title)}</title><link>${escape(link(story, place) + query)}</link><guid isPermaLink="false">${story.slug}${escape(query)}</guid>
<dc:creator>${escape(story.author ?? '')}</dc:creator><pubDate>${at(story, place).toUTCString()}</pubDate>
<description>${escape(story.text[0]!)}</description>
<content:encoded><![CDATA[${html(story)}]]></content:encoded>${media}</item>`;
}

/** Atom 1.0 whose entries hold XHTML. */
export function atom(outlet: Outlet, place: Place): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<title>${escape(outlet.name)}</title><subtitle>${escape(outlet.about)}</subtitle><id>${place.origin}/meridian</id><link href="${place.origin}/"/>
<updated>${place.now.toISOString()}</updated>
${outlet.stories
  .map(
    (story) => `<entry><title type="text">${escape(story.title)}</title><id>tag:meridian.example,2025:${story.slug}</id>
<link rel="alternate" type="text/html" href="${link(story, place)}"/><published>${at(story, place).toISOString()}</published><updated>${at(story, place).toISOString()}</updated>
<author><name>${escape(story.author ?? '')}</name></author><summary>${escape(story.text[0]!)}</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${html(story)}</div></content>
${story.picture ? `<media:thumbnail url="${pictureOf(story)}" width="${pictureSize.width}" height="${pictureSize.height}"/>` : ''}</entry>`,
  )
  .join('\n')}
</feed>
`;
}

/** RSS 1.0: items beside the channel, dates in Dublin Core, no pictures. */
export function rdf(outlet: Outlet, place: Place): string {
  return `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="${place.origin}/observatory"><title>${escape(outlet.name)}</title><link>${place.origin}/</link><description>${escape(outlet.about)}</description>
<items><rdf:Seq>${outlet.stories.map((story) => `<rdf:li rdf:resource="${link(story, place)}"/>`).join('')}</rdf:Seq></items></channel>
${outlet.stories
  .map(
    (story) => `<item rdf:about="${link(story, place)}"><title>${escape(story.title)}</title><link>${link(story, place)}</link>
<description>${escape(story.text[0]!)}</description>${story.author ? `<dc:creator>${escape(story.author)}</dc:creator>` : ''}<dc:date>${at(story, place).toISOString()}</dc:date></item>`,
  )
  .join('\n')}
</rdf:RDF>
`;
}

/** JSON Feed 1.1. */
export function jsonFeed(outlet: Outlet, place: Place): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: outlet.name,
    description: outlet.about,
    home_page_url: `${place.origin}/`,
    items: outlet.stories.map((story) => ({
      id: story.slug,
      url: link(story, place),
      title: story.title,
      summary: story.text[0],
      content_html: html(story),
      date_published: at(story, place).toISOString(),
      authors: [{ name: story.author }],
      ...(story.picture && { image: pictureOf(story) }),
    })),
  });
}

/** RSS as a failing script writes it: a bare &, an HTML entity XML does not know, tags that cross, and cut off in the middle. */
export function brokenRss(outlet: Outlet, place: Place): string {
  const items = outlet.stories.map(
    (story) => `<item><title>${story.title}</title><link>${link(story, place)}</link><pubDate>${at(story, place).toUTCString()}</pubDate>
<author>${story.author ?? ''}</author><description>${escape('<p>')}${story.text[0]}&nbsp;&hellip;</description><category>Culture</item></category>`,
  );
  return `<?xml version="1.0"?>
<rss version="2.0"><channel><title>${outlet.name}</title><link>${place.origin}/</link>
${items.join('\n')}
<item><tit`;
}
