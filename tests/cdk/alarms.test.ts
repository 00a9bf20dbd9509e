import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { metricsOf as ofCollect } from '../../functions/collect/collect.ts';
import { metricsOf as ofDeliver } from '../../functions/deliver/report.ts';
import { metricsOf as ofDigest } from '../../functions/digest/publish.ts';
import { metricsOf as ofWatch } from '../../functions/watch/watch.ts';
import { synthesised, synthesisedWith, resourcesOf } from './synthesised.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const template = synthesisedWith('alerts: [you@example.com, me@example.com]\n');
const resources = resourcesOf(template);

interface Alarm {
  readonly id: string;
  readonly AlarmDescription: string;
  readonly Metrics?: readonly { readonly MetricStat?: object; readonly Expression?: string }[];
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly EvaluationPeriods: number;
  readonly Period?: number;
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly AlarmActions?: readonly unknown[];
  readonly OKActions?: readonly unknown[];
  readonly TreatMissingData: string;
}
const alarms = Object.entries(resources)
  .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
  .map(([id, { Properties }]): Alarm => ({ ...(Properties as unknown as Alarm), id: id.replace(/^Alarms(\w+)[0-9A-F]{8}$/, '$1') }));
const alarm = (id: string): Alarm => alarms.find((one) => one.id === id)!;

/** Anchors of headings as GitHub makes them. */
const anchor = (heading: string): string => heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-');
const runbook = read('docs/runbook.md');
const headingsBelow = (section: string): string[] => {
  const from = runbook.indexOf(`\n## ${section}\n`);
  return [...runbook.slice(from, runbook.indexOf('\n## ', from + 4)).matchAll(/^### (.+)$/gm)].map(([, heading]) => heading!);
};

describe('the alarms', () => {
  it('each have a heading in the runbook that says what to do, and no heading is without its alarm', () => {
    expect(headingsBelow('Alarms').toSorted()).toEqual(alarms.map(({ id }) => id).toSorted());
    for (const { id, AlarmDescription } of alarms) {
      const [, pointer] = /docs\/runbook\.md#(\S+)$/.exec(AlarmDescription)!;
      expect(headingsBelow('Alarms').map(anchor)).toContain(pointer);
      const text = runbook.slice(runbook.indexOf(`### ${id}\n`)).split(/^#{2,3} /m)[1]!;
      expect(text.length, id).toBeGreaterThan(200);
    }
  });

  it('begin their mail with the newsletter, what is the matter, and where it says what to do', () => {
    for (const { AlarmDescription } of alarms) expect(AlarmDescription).toMatch(/^The Morning Brief: .+\. What to do: docs\/runbook\.md#[a-z]+$/);
  });

  it('go off as the operator has set it', () => {
    expect(alarm('IssueLate')).toMatchObject({ MetricName: 'IssueLate', Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1 });
    expect(alarm('QuotaUsed')).toMatchObject({ MetricName: 'QuotaUsedPercent', Threshold: 80 });
    expect(alarm('BounceRate')).toMatchObject({ Namespace: 'AWS/SES', MetricName: 'Reputation.BounceRate', Threshold: 0.04 });
    expect(alarm('ComplaintRate')).toMatchObject({ Namespace: 'AWS/SES', MetricName: 'Reputation.ComplaintRate', Threshold: 0.0008 });
    expect(alarm('DeliveryStalled')).toMatchObject({ MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 36_000 });
    for (const id of ['Undelivered', 'Failures']) expect(alarm(id)).toMatchObject({ Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' });
    const other = synthesisedWith('watch: { quotaPercent: 95 }\ndeliver: { maxAgeHours: 10 }\n');
    other.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'QuotaUsedPercent', Threshold: 95 });
    other.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 18_000 });
  });

  it('take silence for trouble where silence is the trouble, and for nothing elsewhere', () => {
    expect(alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching').map(({ id }) => id).toSorted()).toEqual(['CollectFailing', 'WatchSilent']);
    for (const id of ['CollectFailing', 'WatchSilent']) expect(alarm(id)).toMatchObject({ ComparisonOperator: 'LessThanThreshold', Threshold: 1 });
  });

  it('wait for two turns of collect, however rare these are, within the week that CloudWatch looks back', () => {
    for (const everyMinutes of [5, 30, 61, 1440]) {
      const collect = { everyMinutes, feedsPerRun: 2000, silentAfterDays: 3 };
      const all = Object.entries(resourcesOf(synthesised({ collect }))).filter(([id]) => id.startsWith('AlarmsCollectFailing'));
      expect(all).toHaveLength(1);
      for (const [id, { Properties }] of all) {
        const { EvaluationPeriods, Period } = Properties as unknown as { EvaluationPeriods: number; Period: number };
        const seconds = EvaluationPeriods * Period;
        expect(seconds, id).toBeGreaterThanOrEqual(2 * everyMinutes * 60);
        expect(seconds, id).toBeLessThanOrEqual(604_800);
      }
    }
  });

  it('watch this newsletter, and of the account what SES does not know of one', () => {
    const ofAccount = alarms.filter(({ Namespace }) => Namespace === 'AWS/SES').map(({ id }) => id);
    expect(ofAccount.toSorted()).toEqual(['BounceRate', 'ComplaintRate']);
    for (const { id, Namespace, Dimensions } of alarms.filter(({ Namespace }) => Namespace === 'Dawnpost')) expect([id, Namespace, Dimensions]).toEqual([id, 'Dawnpost', [{ Name: 'newsletter', Value: { Ref: 'AWS::StackName' } }]]);
  });

  it('go by errors that every function logs', () => {
    const filters = Object.values(resources).filter(({ Type }) => Type === 'AWS::Logs::MetricFilter');
    expect(filters).toHaveLength(6);
    for (const { Properties } of filters) expect(Properties).toMatchObject({ FilterPattern: '{ ($.level = "ERROR") && ($.event = "*") }', MetricTransformations: [{ MetricName: 'LoggedErrors', MetricValue: '1', MetricNamespace: { 'Fn::Join': ['', ['Dawnpost/', { Ref: 'AWS::StackName' }]] } }] });
    expect(alarm('LoggedErrors')).toMatchObject({ MetricName: 'LoggedErrors', Namespace: { 'Fn::Join': ['', ['Dawnpost/', { Ref: 'AWS::StackName' }]] } });
  });

  it('and the dashboard go by metrics that a function writes, by their very names', () => {
    const written = new Set([
      ...Object.keys(ofCollect({ feeds: [], polled: 0, failed: 0, fresh: 0, notReached: 0 })),
      ...Object.keys(ofDigest({ silent: [], stories: 0 })),
      ...Object.keys(ofDeliver({ outcome: 'planned', recipients: 1 })),
      ...Object.keys(ofDeliver({ outcome: 'complete', submitted: 1 })),
      ...Object.keys(ofWatch({ date: '', standing: 'done', isLate: false, quotaUsed: 1 })),
    ]);
    const alarmed = alarms.filter(({ Namespace }) => Namespace === 'Dawnpost').map(({ MetricName }) => MetricName!);
    const shown = [...JSON.stringify(resources).matchAll(/(?<=\\"Dawnpost\\",\\")\w+/g)].map(([name]) => name);
    expect(alarmed.length).toBeGreaterThan(3);
    expect(new Set([...alarmed, ...shown])).toEqual(written);
  });

  it('are as many as the costs say, with their metrics', () => {
    const watched = alarms.reduce((sum, { Metrics }) => sum + (Metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1), 0);
    const names = new Set(JSON.stringify(resources).match(/(?<="MetricName":")(IssueLate|QuotaUsedPercent|Feeds\w+|NewItems|Stories|SilentFeeds|Submitted|Recipients|LoggedErrors)(?=")|(?<=\\"Dawnpost\\",\\")\w+/g));
    const count = (name: string): string => new RegExp(`\\| \`${name}\` \\| (\\d+) \\|`).exec(read('docs/costs.md'))![1]!;
    expect([String(watched), String(names.size)]).toEqual([count('alarms'), count('metrics')]);
  });
});

describe('the operator', () => {
  it('is mailed when an alarm goes off and when it is over, at every address', () => {
    for (const Endpoint of ['you@example.com', 'me@example.com']) template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint });
    const topic = { Ref: expect.stringMatching(/^AlertsTopic/) as string };
    for (const { AlarmActions, OKActions } of alarms) expect([AlarmActions, OKActions]).toEqual([[topic], [topic]]);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: Match.anyValue() } })]) },
    });
  });

  it('who named no address has the alarms all the same, to look at', () => {
    const silent = synthesised();
    silent.resourceCountIs('AWS::CloudWatch::Alarm', alarms.length);
    expect(JSON.stringify(silent.findResources('AWS::CloudWatch::Alarm'))).not.toContain('AlarmActions');
  });
});

describe('the dashboard', () => {
  const board = Object.values(resources).find(({ Type }) => Type === 'AWS::CloudWatch::Dashboard')!;
  const body = (board.Properties['DashboardBody'] as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'x')).join('');
  const { widgets } = JSON.parse(body) as { widgets: { type: string; x: number; y: number; width: number; height: number; properties: { title: string; alarms?: string[]; metrics?: unknown[] } }[] };

  it('fits a screen: no wider than the grid, no higher than fifteen rows, nothing over another', () => {
    for (const { x, y, width, height } of widgets) expect([x + width <= 24, y + height <= 15]).toEqual([true, true]);
    const cells = widgets.flatMap(({ x, y, width, height }) => Array.from({ length: width * height }, (_, n) => `${x + (n % width)}/${y + Math.floor(n / width)}`));
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('begins with all alarms, and every graph says what it shows', () => {
    expect(widgets[0]).toMatchObject({ type: 'alarm', x: 0, y: 0 });
    expect(widgets[0]!.properties.alarms).toHaveLength(alarms.length);
    for (const { type, properties } of widgets.slice(1)) expect([type, properties.title.length > 2, properties.metrics!.length > 0]).toEqual(['metric', true, true]);
  });
});
