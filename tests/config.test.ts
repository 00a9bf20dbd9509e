import { describe, expect, it } from 'vitest';
import { loadConfig, parseConfigText } from '../functions/config-file.ts';
import { contrast } from '../functions/model/colour.ts';

const least = `
name: The Morning Brief
from: The Morning Brief <digest@example.com>
postalAddress: 1 Example Road, London
locale: en-GB
timezone: Europe/London
schedule:
  at: "07:00"
sections:
  - title: World
    feeds:
      - url: https://feeds.example.org/world.xml
        name: Example World
`;

function configOf(text: string) {
  const loaded = parseConfigText(text, 'newsletter.yaml');
  if (loaded.kind === 'problems') throw new Error(loaded.text);
  return loaded.config;
}

function problemsOf(text: string): string[] {
  const loaded = parseConfigText(text, 'newsletter.yaml');
  return loaded.kind === 'problems' ? loaded.text.split('\n') : [];
}

describe('newsletter.yaml', () => {
  it('fills in the defaults of the least that works', () => {
    expect(configOf(least)).toMatchObject({
      from: { name: 'The Morning Brief', address: 'digest@example.com' },
      schedule: { at: '07:00', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], whenEmpty: 'skip', catchUpHours: 6 },
      collect: { everyMinutes: 30, feedsPerRun: 2000, silentAfterDays: 3 },
      deliver: { workers: 2, window: 10, afterCrash: 'repeat', maxAgeHours: 20, canary: false },
      limits: { stories: 30, storiesPerSection: 10 },
      stack: 'Dawnpost',
      alerts: [],
      watch: { lateAfterMinutes: 30, quietAfterDays: 30, quotaPercent: 80 },
      domain: { identity: 'new', mailFrom: 'bounce.example.com', dmarc: 'none' },
      sections: [{ title: 'World', feeds: [{ name: 'Example World', maxStories: 5, include: [], exclude: [] }] }],
    });
  });

  it('takes every key', () => {
    const config = configOf(`
name: "Brief"
from: '"Brief, The" <digest@example.com>'
replyTo: editor@example.com
postalAddress: |
  1 Example Road
  London
url: https://news.example.com/
schedule: { at: "23:59", days: [mon, fri], whenEmpty: send }
collect: { every: 2h }
deliver: { workers: 8, window: 5, afterCrash: skip, maxAgeHours: 48, canary: true }
limits: { stories: 12, storiesPerSection: 6, storiesPerFeed: 2, maxAgeDays: 14 }
sections:
  - title: World
    feeds:
      - { url: "https://a.example/f", maxStories: 9, include: [Zürich], exclude: ["live blog"] }
      - { url: "https://b.example/f" }
`);
    expect(config).toMatchObject({
      from: { name: 'Brief, The' },
      replyTo: { name: '', address: 'editor@example.com' },
      postalAddress: '1 Example Road, London',
      url: 'https://news.example.com',
      collect: { everyMinutes: 120, feedsPerRun: 2000, silentAfterDays: 3 },
      deliver: { workers: 8, window: 5, afterCrash: 'skip', maxAgeHours: 48, canary: true },
      limits: { maxAgeDays: 14 },
    });
    expect(config.sections[0]!.feeds.map(({ name, maxStories }) => [name, maxStories])).toEqual([['a.example', 9], ['b.example', 2]]);
  });

  it('keeps the id of a feed when its name, section or place changes', () => {
    const other = least.replace('name: Example World', 'name: Another').replace('title: World', 'title: News');
    expect(configOf(other).sections[0]!.feeds[0]!.id).toBe(configOf(least).sections[0]!.feeds[0]!.id);
  });

  it('names every problem at once, each with line, column, key, fault and remedy', () => {
    const problems = problemsOf(`name: Brief
from: digest@
shedule: {}
timezone: Europe/Londn
schedule:
  at: 7:00
limits: { stories: 5, storiesPerSection: 9 }
collect: { every: 1m }
sections:
  - title: World
    feeds:
      - url: ftp://x.example/y
        colour: red
      - url: https://a.example/f
  - title: world
    feeds:
      - url: https://a.example/f
        include: [a]
        exclude: [A]
  - title: Empty
    feeds: []
`);
    expect(problems.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'newsletter.yaml:1:1: postalAddress',
      'newsletter.yaml:2:1: from',
      'newsletter.yaml:3:1: shedule',
      'newsletter.yaml:4:1: timezone',
      'newsletter.yaml:6:3: schedule.at',
      'newsletter.yaml:7:23: limits.storiesPerSection',
      'newsletter.yaml:8:12: collect.every',
      'newsletter.yaml:12:9: sections[0].feeds[0].url',
      'newsletter.yaml:13:9: sections[0].feeds[0].colour',
      'newsletter.yaml:15:5: sections[1].title',
      'newsletter.yaml:17:9: sections[1].feeds[0].url',
      'newsletter.yaml:19:9: sections[1].feeds[0].exclude',
      'newsletter.yaml:21:5: sections[2].feeds',
    ]);
    expect(problems[1]).toContain('"digest@" will not do; write the sender, such as The Morning Brief <digest@example.com>');
    expect(problems[2]).toContain('here it knows name, from, replyTo');
  });

  it.each([
    ['a text that is not YAML', 'a: [1\nb: 2: 3\n', /^newsletter\.yaml:2:\d+: not YAML/],
    ['an empty file', '', /^newsletter\.yaml:1:1: the file is empty; write/],
    ['a list', '- a\n', /^newsletter\.yaml:1:1: the file/],
    ['a key given twice', 'name: a\nname: b\n', /^newsletter\.yaml:2:1: not YAML: Map keys must be unique/],
    ['a header injection in the name', least.replace('The Morning Brief\n', '"A\\r\\nBcc: x@example.com"\n'), /^newsletter\.yaml:2:1: name/],
    ['an alias of nothing', least.replace('The Morning Brief\n', '*brief\n'), /^newsletter\.yaml:2:7: \*brief names no anchor/],
    ['an offset as timezone', least.replace('Europe/London', '"+01:00"'), /timezone "\+01:00" will not do/],
  ])('refuses %s', (_, text, problem) => {
    expect(problemsOf(text)[0]).toMatch(problem);
  });

  it('says how to name a file that is not there', () => {
    expect(loadConfig('nowhere.yaml')).toEqual({ kind: 'problems', text: 'nowhere.yaml: there is no such file; name yours with --config FILE (cdk: -c config=FILE)' });
  });
});

describe('the look of the newsletter', () => {
  const lookOf = (look: string) => {
    const loaded = parseConfigText(`${least}look: ${look}\n`, 'newsletter.yaml');
    if (loaded.kind === 'problems') throw new Error(loaded.text);
    return loaded.config.look;
  };

  it('has colours that can be read, light and dark, with nothing said', () => {
    const { palettes } = lookOf('{}');
    for (const { card, box, headline, text, dim, accent, onAccent } of [palettes.light, palettes.dark]) {
      for (const ink of [headline, text, dim, accent]) expect(contrast(ink, card)).toBeGreaterThanOrEqual(4.5);
      for (const ink of [headline, accent]) expect(contrast(ink, box)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(onAccent, accent)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(['#fc0', '#ffffff', '#000000', '#777777', '#0000ff', '#ff0000', '#00ff00'])('mends an accent until it can be read: %s', (accent) => {
    const { palettes } = lookOf(`{ accent: "${accent}" }`);
    for (const palette of [palettes.light, palettes.dark]) {
      expect(contrast(palette.accent, palette.card)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette.accent, palette.box)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('takes what can be read as it is, one for both schemes or one for each', () => {
    expect(lookOf('{ accent: "#0055AA" }').palettes.light.accent).toBe('#0055aa');
    const { light, dark } = lookOf('{ accent: { light: "#005", dark: "#fc0" }, background: { dark: "#000" } }').palettes;
    expect([light.accent, dark.accent, light.page, dark.page]).toEqual(['#000055', '#ffcc00', lookOf('{}').palettes.light.page, '#000000']);
    expect(lookOf('{ background: "#eef" }').palettes).toMatchObject({ light: { page: '#eeeeff' }, dark: { page: lookOf('{}').palettes.dark.page } });
  });

  it('keeps logo, header and footer', () => {
    const written = { logo: { url: 'https://example.com/logo.png', width: 160, height: 48 }, header: 'Good morning', footer: 'Made with care' };
    expect(lookOf(JSON.stringify(written))).toMatchObject(written);
  });

  it.each([
    ['a colour’s name', '{ accent: red }', /look\.accent "red" will not do; write a colour in quotes/],
    ['an unquoted colour, which YAML takes for a comment', '{ accent: }', /look\.accent is empty; write a colour in quotes/],
    ['a key that is none', '{ colour: "#000" }', /look\.colour is not a key .* accent, background, logo, header, footer/],
    ['a logo without https', '{ logo: { url: "http://example.com/l.png", width: 1, height: 1 } }', /look\.logo\.url .* https/],
    ['a logo without size', '{ logo: { url: "https://example.com/l.png" } }', /look\.logo\.width is missing/],
  ])('refuses %s', (_, look, problem) => {
    const loaded = parseConfigText(`${least}look: ${look}\n`, 'newsletter.yaml');
    expect(loaded.kind === 'problems' && loaded.text).toMatch(problem);
  });
});

describe('the delivery', () => {
  it.each([
    ['workers: 1', '1 will do'],
    ['window: 0', '0 will not do; write how many messages one worker has in flight, 1 to 50, such as 10'],
    ['afterCrash: again', '"again" will not do; write `repeat` or `skip`'],
    ['canary: 7a', '"7a" will not do; write `true` or `false`'],
    ['worker: 3', 'is not a key of newsletter.yaml; here it knows workers, window, afterCrash, maxAgeHours, canary'],
  ])('%s is a mistake', (line, what) => {
    expect(problemsOf(`deliver: { ${line} }`).join()).toContain(what.replace('1 will do', '1 will not do; write how many workers send at the same time, 2 to 200'));
  });
});

describe('the subject', () => {
  it.each([
    ['"{titel}"', /subject "\{titel\}": \{titel\} stands for nothing; it knows \{title\}, \{name\}, \{date\}, \{count\}/],
    ['"{title"', /subject "\{title": a brace stands alone/],
  ])('refuses %s', (subject, problem) => {
    const loaded = parseConfigText(`${least}subject: ${subject}\n`, 'newsletter.yaml');
    expect(loaded.kind === 'problems' && loaded.text).toMatch(problem);
  });
});

describe('what a feed weighs', () => {
  it('is 1, or as it is said, from 0.1 to 10', () => {
    const weightOf = (weight: string) => parseConfigText(least.replace(/( +)- url: (.*)/, `$1- url: $2\n$1  weight: ${weight}`), 'newsletter.yaml');
    const loaded = weightOf('2.5');
    expect(loaded.kind === 'config' && loaded.config.sections[0]!.feeds[0]!.weight).toBe(2.5);
    for (const wrong of ['0', '11', 'heavy']) expect(weightOf(wrong)).toMatchObject({ kind: 'problems', text: expect.stringContaining('how much this feed counts') as string });
  });
});
