import { describe, expect, it } from 'vitest';
import { loadConfig, parseConfigText } from '../functions/config-file.ts';

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
      schedule: { at: '07:00', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], whenEmpty: 'skip' },
      collect: { everyMinutes: 30, feedsPerRun: 2000, silentAfterDays: 3 },
      limits: { stories: 30, storiesPerSection: 10 },
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
