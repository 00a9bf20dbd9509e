import { composer } from '../../functions/deliver/compose.ts';
import type { Config } from '../../functions/config.ts';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { issueKey, subscribersKey } from '../../functions/keys.ts';
import { parseAddress } from '../../functions/model/address.ts';
import { type Roster, shardOfId, subscriberId } from '../../functions/model/subscriber.ts';
import { read } from '../../functions/objects.ts';
import type { Submission } from '../../functions/ports.ts';
import type { Context } from '../context.ts';
import { OperatorError } from '../failure.ts';
import { editionOfTheDay, type Edition, sampleEdition } from '../preview/edition.ts';
import { templatesDir } from './digest.ts';

export interface SendTestOptions {
  readonly to: readonly string[];
  readonly date?: string;
  readonly sample?: true;
}

/** Sends an issue to some addresses, marked as a test: just as it would go out, and on no ledger. Yields whether all were accepted. */
export async function sendTest(context: Context, config: Config, options: SendTestOptions): Promise<boolean> {
  const { stack, out } = context;
  const addresses = options.to.map((text) => {
    const address = parseAddress(text);
    if (address === undefined) throw new OperatorError(`${text} is not a mail address; write one like reader@example.org`, 2);
    return address;
  });
  const { issue, rendered, what } = await wanted(context, config, options);
  const compose = await composer(config, { ...issue, subject: `[Test] ${issue.subject}` }, rendered);
  const sent: { readonly address: string; readonly submission: Submission }[] = [];
  for (const address of addresses) {
    const id = subscriberId(address);
    const roster = await read<Roster>(stack.store, subscribersKey(shardOfId(id)));
    // Who is no subscriber gets a link that ends nothing.
    const token = roster?.subscribers[id]?.token ?? stack.nonce().replace(/-/g, '').slice(0, 22);
    sent.push({ address, submission: await stack.mailer.send(compose(id, { address, token })) });
  }
  for (const { address, submission } of sent) if (submission.kind !== 'submitted') out.complain(`dawnpost: ${address}: ${submission.kind}: ${submission.reason}`);
  const accepted = sent.flatMap(({ address, submission }) => (submission.kind === 'submitted' ? [`${address} ← ${what} (${submission.messageId})`] : []));
  out.report(accepted, { issue: what, subject: `[Test] ${issue.subject}`, sent });
  return accepted.length === sent.length;
}

/** The issue of a date as it was rendered, the invented one, or the one of the day as it is or would be. */
async function wanted({ stack, baseUrl }: Context, config: Config, { date, sample }: SendTestOptions): Promise<Pick<Edition, 'issue' | 'rendered'> & { readonly what: string }> {
  if (date !== undefined) {
    const [issue, html, text] = await Promise.all([read<Edition['issue']>(stack.store, issueKey(date, 'issue.json')), stack.store.get(issueKey(date, 'mail.html')), stack.store.get(issueKey(date, 'mail.txt'))]);
    if (!issue || !html || !text) throw new OperatorError(`there is no issue of ${date}; \`dawnpost status\` names the last one`);
    return { issue, rendered: { html: html.body, text: text.body, page: '' }, what: `the issue of ${date}` };
  }
  const templates = await loadTemplates(templatesDir, config.look.palettes);
  if (sample) return { ...sampleEdition({ baseUrl }, config, templates), what: 'the invented issue' };
  const edition = await editionOfTheDay({ stack, baseUrl }, config, templates);
  if (edition.issue.sections.length === 0) throw new OperatorError('there is nothing new to tell now: --date DATE sends a past issue, --sample an invented one');
  return { ...edition, what: edition.kind === 'frozen' ? `the issue of ${edition.issue.date}` : 'what would be the issue now' };
}
