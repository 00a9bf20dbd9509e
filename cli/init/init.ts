/** `dawnpost init`: from answers to a newsletter.yaml. Nothing is written before all are there. */
import { parseMailbox } from '../../functions/model/address.ts';
import { OperatorError } from '../failure.ts';
import { withFeedPorts } from '../feed-ports.ts';
import type { FeedsContext } from '../feeds/context.ts';
import { table } from '../output.ts';
import { ask, askOfDomain, askOfNewsletter, type Asking } from './asking.ts';
import { newText } from './document.ts';
import type { Draft } from './draft.ts';
import { type Existing, lookAt, replaceExisting } from './existing.ts';
import type { FeedList } from './feed-list.ts';
import { gather, readGiven } from './gathering.ts';
import { fromOptions, type InitOptions, missingFrom, withFallbacks } from './options.ts';
import { type Question, questions, type Surroundings } from './questions.ts';
import { reportJson, reportLines } from './report.ts';
import type { Terminal } from './terminal.ts';

/** `terminal` undefined: nobody can be asked. Yields false where the operator would rather keep what is there. */
export async function initNewsletter({ options: global, out }: FeedsContext, options: InitOptions, around: Surroundings, terminal: Terminal | undefined): Promise<boolean> {
  const file = global.config;
  const existing = await lookAt(file);
  if (existing.kind === 'other' && !options.force && !(await mayReplace(existing, file, terminal))) {
    out.report([`${file} is as it was`], { written: false, file });
    return false;
  }
  const given = fromOptions(options);
  const missing = terminal ? [] : missingFrom(options);
  if (given.faults.length > 0 || missing.length > 0) throw new OperatorError(complaint(given.faults, missing), 2);
  const list = await readGiven(options);
  const asking = terminal && { terminal, options, around };
  if (asking && !options.yes) terminal.say('Enter takes the answer in brackets. Ctrl-C ends this, and nothing is written.\n');
  let draft = asking ? await askOfNewsletter(asking) : withFallbacks(options, given.draft, around);
  const speaker = { name: draft.name!, from: parseMailbox(draft.from!)! };
  await withFeedPorts(speaker, global, (ports) => gather(list, options, ports, { terminal, out }));
  draft = await withSections(asking, options, draft, list);
  if (asking) draft = await askOfDomain(asking, draft);
  const result = newText(draft, file);
  if (result.kind === 'problems') throw new OperatorError(result.text, 2);
  await replaceExisting(file, existing, result.text);
  const written = { file, config: result.config, replaced: existing.kind, list };
  if (terminal) terminal.say('');
  out.report(reportLines(written), reportJson(written));
  return true;
}

async function mayReplace({ name }: Existing, file: string, terminal: Terminal | undefined): Promise<boolean> {
  const there = name === undefined ? `${file} is there already` : `${file} holds “${name}” already`;
  if (!terminal) throw new OperatorError(`${there}, and is left as it is; --force replaces it, --config FILE writes another`);
  return terminal.confirm(`${there}. Replace it?`, false);
}

function complaint(faults: readonly string[], missing: readonly (readonly [string, string])[]): string {
  const rows = missing.length > 0 ? ['nobody can be asked here, so these are missing:', ...table(missing.map(([option, what]) => [`  ${option}`, what]))] : [];
  return [...faults, ...rows].join('\n');
}

/** With the feeds, under a heading where they are in no folder. */
async function withSections(asking: Asking | undefined, { section, yes }: InitOptions, draft: Draft, list: FeedList): Promise<Draft> {
  const under = (title: string): Draft => ({ ...draft, sections: list.sections(title) });
  if (!asking || yes || section !== undefined || !list.isLoose) return under(section ?? 'News');
  const message = list.hasFolders ? questions.section.message : 'Heading of their section';
  const question: Question = { ...questions.section, message, into: (_, title) => under(title) };
  return ask(asking.terminal, question, draft, 'News');
}
