import { atom, brokenRss, jsonFeed, rdf, rss, type Outlet } from './formats.ts';
import { picture, pictureNames } from './pictures.ts';
import * as stories from './stories.ts';

/** What the demo's server answers at a path. */
export interface Served {
  readonly contentType: string;
  readonly body: string | Uint8Array;
  readonly status?: number;
}

const outlets = {
  harbour: { name: 'The Harbour Gazette', about: 'News from Port Ellery and the sound', stories: stories.harbourGazette },
  meridian: { name: 'Meridian Post', about: 'The world, without hurry', stories: stories.meridianPost },
  wire: { name: 'Wire & Tide', about: 'Dispatches from the coast', stories: [] },
  fieldNotes: { name: 'Field Notes', about: 'Science from outdoors', stories: stories.fieldNotes },
  observatory: { name: 'The Southern Observatory', about: 'What is up there', stories: stories.observatory },
  kitchen: { name: 'The Night Kitchen', about: 'Food after dark', stories: stories.nightKitchen },
  lantern: { name: 'Lantern Review', about: 'Books, stages, screens', stories: stories.lanternReview },
} as const satisfies Record<string, Outlet>;

/**
 * The sample feeds by path, dated back from `now`, with links to `origin`. One
 * of each kind, and three that a real morning has too: one that is broken, one
 * that brings another's story, one that answers 500.
 */
export function sampleFeeds(now: Date, origin: string): Map<string, Served> {
  const place = { now, origin };
  const xml = (body: string, contentType: string): Served => ({ contentType, body });
  const [ferry] = stories.harbourGazette;
  const wire: Outlet = { ...outlets.wire, stories: [{ ...ferry!, author: 'Our correspondent', hoursAgo: 2, title: 'Port Ellery votes to keep last ferry by eleven votes', text: ferry!.text.slice(0, 1) }] };
  return new Map([
    ['/feeds/harbour-gazette.xml', xml(rss(outlets.harbour, place), 'application/rss+xml; charset=utf-8')],
    ['/feeds/meridian-post.atom', xml(atom(outlets.meridian, place), 'application/atom+xml')],
    // The same page as the Gazette's, by the link its newsletter uses.
    ['/feeds/wire-and-tide.xml', xml(rss(wire, place, '?utm_source=wire&utm_medium=rss'), 'text/xml')],
    ['/feeds/field-notes.json', xml(jsonFeed(outlets.fieldNotes, place), 'application/feed+json')],
    ['/feeds/observatory.rdf', xml(rdf(outlets.observatory, place), 'application/rdf+xml')],
    ['/feeds/night-kitchen.xml', xml(rss(outlets.kitchen, place), 'application/rss+xml')],
    ['/feeds/lantern-review.xml', xml(brokenRss(outlets.lantern, place), 'application/xml')],
    ['/feeds/stage-door.xml', { contentType: 'text/plain', body: 'Something went wrong behind the stage.\n', status: 500 }],
  ]);
}

/** The feeds, and what they point at: the stories' pages and the pictures. */
export function sampleSite(now: Date, origin: string): Map<string, Served> {
  const pages = Object.values(outlets).flatMap((outlet) =>
    outlet.stories.map((story): [string, Served] => [`/stories/${story.slug}`, { contentType: 'text/html; charset=utf-8', body: storyPage(outlet, story, origin) }]),
  );
  const pictures = pictureNames.map((name): [string, Served] => [`/pictures/${name}.png`, { contentType: 'image/png', body: picture(name) }]);
  return new Map([...sampleFeeds(now, origin), ...pages, ...pictures]);
}

function storyPage(outlet: Outlet, story: stories.SampleStory, origin: string): string {
  const image = story.picture ? `<img src="${origin}/pictures/${story.picture}.png" alt="${story.alt ?? ''}">` : '';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${story.title.replace('&', '&amp;')}</title>
<style>:root{color-scheme:light dark}body{max-width:36rem;margin:2rem auto;padding:0 1rem;font:18px/1.6 Georgia,'Times New Roman',serif}img{width:100%;height:auto;border-radius:8px}small{opacity:.7}h1{line-height:1.2}</style>
<p><small>${outlet.name.replace('&', '&amp;')}: an outlet of Dawnpost’s demo, invented like its stories</small><h1>${story.title.replace('&', '&amp;')}</h1>${image}${story.text.map((text) => `<p>${text}</p>`).join('')}</html>`;
}
