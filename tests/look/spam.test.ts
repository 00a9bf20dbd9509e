/**
 * What SpamAssassin (https://spamassassin.apache.org) says of whole mails, by
 * its local rules alone. Where it is not on the PATH this is skipped, unless
 * DAWNPOST_REQUIRE_SPAMASSASSIN=1 makes that a failure.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { issueOfStories, story } from '../digest/rendering.ts';
import { temporaryFolder } from '../fixtures.ts';
import { issues } from './issues.ts';
import { onPath } from './on-path.ts';
import { composed } from './pages.ts';

const program = onPath('spamassassin');
if (!program && process.env['DAWNPOST_REQUIRE_SPAMASSASSIN'] === '1') throw new Error('spamassassin is not on the PATH');

describe('SpamAssassin', () => {
  if (!program) return void it.skip('is not asked: it is not on the PATH', () => {});

  it.each(['english', 'german', 'five-stories'] as const)('has next to nothing against the mail: %s', async (name) => {
    const { score, rules } = await judge(delivered(await composed(issues[name])));
    expect(score, rules.join('\n')).toBeLessThan(1);
  });

  // GTUBE, the line that stands for spam in tests: else a filter without rules would pass everything.
  it('knows spam when it sees it', async () => {
    const spam = issueOfStories(story(1, { summary: 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X' }));
    expect((await judge(delivered(await composed(spam)))).score).toBeGreaterThan(100);
  });

  /** The mail as it lands: with what SES and the receiving server put before it, dated a few seconds later than it says. */
  function delivered(mail: Buffer): Buffer {
    const source = mail.toString('latin1').replace(/^Message-ID: .*\r\n/im, '');
    const id = '0102018f00000000-00000000-0000-0000-0000-000000000000-000000';
    const lines = [
      // As with a MAIL FROM domain of one's own, which SES advises; without it this alone costs a point.
      `Return-Path: <${id}@bounces.example.com>`,
      `Received: from a7-18.smtp-out.eu-west-1.amazonses.com (a7-18.smtp-out.eu-west-1.amazonses.com [54.240.7.18])`,
      `\tby mx.example.org (Postfix) with ESMTPS id 4Tq0000000z1 for <reader@example.org>; Mon,  2 Mar 2026 07:00:09 +0000 (UTC)`,
      `Message-ID: <${id}@eu-west-1.amazonses.com>`,
      'Feedback-ID: ::1.eu-west-1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AmazonSES',
      'X-SES-Outgoing: 2026.03.02-54.240.7.18',
    ];
    return Buffer.from(`${lines.join('\r\n')}\r\n${source}`, 'latin1');
  }

  /** In a home of its own, so that it neither learns from these mails nor goes by what it has learned. */
  async function judge(mail: Buffer): Promise<{ readonly score: number; readonly rules: readonly string[] }> {
    const home = temporaryFolder();
    const preferences = join(home, 'user_prefs');
    writeFileSync(preferences, 'use_bayes 0\nuse_auto_welcomelist 0\n');
    const child = spawn(program!, ['-L', '-t', '-x', `--prefspath=${preferences}`], { env: { PATH: process.env['PATH'], HOME: home, LANG: 'C.UTF-8' }, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.end(mail);
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const score = /^X-Spam-Status: [^\n]*?\bscore=(-?[\d.]+)/m.exec(out)?.[1];
    if (score === undefined) throw new Error(`spamassassin gave no score: ${err.slice(0, 2000)}`);
    // The report: " 0.1 RULE_NAME   what it is about".
    return { score: Number(score), rules: out.slice(out.lastIndexOf('Content analysis details')).split('\n') };
  }
});
