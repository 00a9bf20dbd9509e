/** An issue with one of everything that an issue can have: what templates are checked against, and what a preview shows before there is anything to show. Places and people are invented. */
import type { Issue } from '../model/issue.ts';

const at = '2026-03-02T07:00:00.000Z';
const published = '2026-03-02T05:40:00.000Z';
const picture = (name: string, alt: string) => ({ url: `https://pictures.example/${name}.png`, alt, width: 640, height: 360 });

export const sampleIssue: Issue = {
  version: 1,
  nonce: 'sample',
  date: '2026-03-02',
  at,
  read: { from: '', to: '' },
  newsletter: {
    name: 'The Morning Brief',
    locale: 'en-GB',
    timezone: 'Europe/London',
    postalAddress: '1 Example Road, London',
    baseUrl: 'https://news.example.com',
    masthead: {
      logo: { url: 'https://pictures.example/logo.png', width: 160, height: 48 },
      header: 'Good morning, Port Ellery',
      footer: 'Made by two people and a cat',
    },
  },
  subject: 'Port Ellery votes to keep its last ferry',
  preheader: 'Forty-one countries share their seeds · A comet for the naked eye',
  lead: 0,
  sections: [
    {
      title: 'World',
      stories: [
        {
          item: 'gazette/1', title: 'Port Ellery votes to keep its last ferry', url: 'https://gazette.example/ferry',
          summary: 'After a count that went on past midnight, the island town chose to pay for the 6:15 boat itself rather than lose it.',
          source: 'The Harbour Gazette', author: 'Ines Calloway', image: picture('harbour', 'First light over the harbour'), published, words: 700,
          also: [{ source: 'Wire & Tide', url: 'https://wire.example/ferry' }],
        },
        {
          item: 'meridian/1', title: 'Forty-one countries sign a treaty on sharing seeds', url: 'https://meridian.example/seeds',
          summary: 'The agreement lets farmers in one country grow, and breed on, the public varieties of another.',
          source: 'Meridian Post', author: 'Amara Osei', image: picture('meadow', 'Fields in June'), published: '2026-02-26T09:00:00.000Z', words: 1100, late: true,
          also: [{ source: 'The Harbour Gazette', url: 'https://gazette.example/seeds' }],
        },
      ],
      titles: [
        { item: 'gazette/2', title: 'The Alder Bridge reopens a year early', url: 'https://gazette.example/bridge', source: 'The Harbour Gazette' },
        { item: 'post/1', title: 'High in the Karsel range, the post goes by cable car now', url: 'https://post.example/cable', source: 'Karsel Post' },
        { item: 'gazette/3', title: 'Night trains return to the coast line', url: 'https://gazette.example/trains', source: 'The Harbour Gazette' },
        { item: 'post/2', title: 'Biscuit, a mule, retires', url: 'https://post.example/mule', source: 'Karsel Post' },
        { item: 'gazette/4', title: 'A bakery opens when the pubs close', url: 'https://gazette.example/bakery', source: 'The Harbour Gazette' },
        { item: 'post/3', title: 'Snow closes the upper road', source: 'Karsel Post' },
        { item: 'gazette/5', title: 'The lighthouse is painted, in the same colours', url: 'https://gazette.example/lighthouse', source: 'The Harbour Gazette' },
        { item: 'post/4', title: 'Five villages share one doctor', url: 'https://post.example/doctor', source: 'Karsel Post' },
      ],
      unlisted: 3,
    },
    {
      title: 'Science',
      stories: [
        {
          item: 'observatory/1', title: 'A comet for the naked eye, low in the west after dusk', url: 'https://observatory.example/comet',
          summary: 'It is green, it has two tails, and it will not be back for eighty thousand years.',
          source: 'The Southern Observatory', published, words: 400, also: [],
        },
        { item: 'notes/1', title: 'Moss remembers the winter', url: 'https://notes.example/moss', summary: 'Three years of counting say so.', source: 'Field Notes', published, words: 200, also: [] },
      ],
    },
    { title: 'Culture', stories: [], titles: [{ item: 'lantern/1', title: 'The lantern makers of the lower town', url: 'https://lantern.example/makers', source: 'Lantern Review' }] },
    { title: 'Sport', stories: [], unlisted: 2 },
  ],
  silent: [{ name: 'Stage Door', since: '2026-02-26T06:00:00.000Z' }],
  items: [],
  shards: [],
};

/** The same with nothing that an issue can lack: no logo, lead, picture, link or title alone. */
export const bareIssue: Issue = {
  ...sampleIssue,
  newsletter: { ...sampleIssue.newsletter, masthead: {} },
  preheader: '',
  sections: [{ title: 'World', stories: [2, 3].map((n) => ({ item: `gazette/${n}`, title: 'The Alder Bridge reopens', summary: '', source: 'The Harbour Gazette', words: 0, also: [] })) }],
  silent: [],
};

/** A day on which nothing happened. */
export const emptyIssue: Issue = { ...bareIssue, sections: [] };
