/** The text of a new newsletter.yaml. */
import { isDeepStrictEqual } from 'node:util';
import { Document, isMap, isScalar, parse, Scalar, type YAMLMap } from 'yaml';
import { parseConfigText } from '../../functions/config-file.ts';
import type { Config } from '../../functions/config.ts';
import { type Draft, senderDomain } from './draft.ts';

export type NewText =
  | { readonly kind: 'text'; readonly text: string; readonly config: Config }
  /** Rules that the answers break together, a line each. */
  | { readonly kind: 'problems'; readonly text: string };

/** The text, read back: it says what the draft says, and breaks no rule. `file` is the name that problems bear. */
export function newText(draft: Draft, file: string): NewText {
  const value = withoutDefaults(draft);
  const text = written(value);
  const loaded = parseConfigText(text, file);
  if (loaded.kind === 'problems') return loaded;
  if (!isDeepStrictEqual(parse(text), value)) throw new Error('the written newsletter reads as another one');
  return { kind: 'text', text, config: loaded.config };
}

/** In the order of docs/configure.md. */
function withoutDefaults({ name, from, postalAddress, locale, timezone, schedule, stack, alerts, url, domain, sections }: Draft): Draft {
  return {
    ...(name !== undefined && { name }),
    ...(from !== undefined && { from }),
    ...(postalAddress !== undefined && { postalAddress }),
    ...(locale !== undefined && locale !== 'en' && { locale }),
    ...(timezone !== undefined && timezone !== 'UTC' && { timezone }),
    ...(schedule && schedule.at !== '07:00' && { schedule: { at: schedule.at } }),
    ...(stack !== undefined && stack !== 'Dawnpost' && { stack }),
    ...(alerts !== undefined && { alerts }),
    ...(url !== undefined && { url }),
    ...(domain && { domain }),
    ...(sections && { sections }),
  };
}

function written(value: Draft): string {
  const document = new Document(value);
  const root = document.contents as unknown as YAMLMap;
  comment(root, 'name', ' The newsletter. Every key is in docs/configure.md; what is not here has a default.');
  comment(root, 'postalAddress', ' In the footer of every mail: anti-spam laws ask for it.');
  comment(root, 'stack', ' Names the CloudFormation stack: several newsletters in one account have one each.');
  comment(root, 'alerts', ' Mailed when something fails; AWS asks each address once, after the deploy, to confirm.');
  const domain = root.get('domain');
  if (isMap(domain)) {
    comment(domain, 'identity', ' The domain is an identity of SES already, with its DNS.');
    const own = value.domain?.identity === undefined;
    comment(domain, 'zone', own ? ' The deploy writes the records of the domain to this zone of Route 53.' : " The deploy writes the record of the pages' address to this zone of Route 53.");
    if (own) domain.comment = ` Where _dmarc.${senderDomain(value)} has a record already:\n dmarc: existing`;
  }
  // Unquoted, other programs read minutes of the day.
  const at = document.getIn(['schedule', 'at'], true);
  if (isScalar(at)) at.type = Scalar.QUOTE_DOUBLE;
  comment(root, 'sections', ' In the order of the mail. `npx dawnpost feeds add ADDRESS` adds to them.', true);
  return document.toString({ lineWidth: 0 });
}

function comment(map: YAMLMap, key: string, text: string, apart = false): void {
  const scalar = map.items.map((pair) => pair.key).find((each) => isScalar(each) && each.value === key);
  if (!isScalar(scalar)) return;
  scalar.commentBefore = text;
  scalar.spaceBefore = apart;
}
