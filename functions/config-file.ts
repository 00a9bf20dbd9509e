import { readFileSync } from 'node:fs';
import { type Document, isNode, isPair, LineCounter, parseDocument, visit } from 'yaml';
import { type Config, parseConfig } from './config.ts';
import type { Problem } from './config-rules.ts';

/** The file's configuration, or every problem of it, a line each: file, line and column, key, what is wrong, what would be right. */
export type LoadedConfig =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'problems'; readonly text: string };

/** Reads and checks a newsletter.yaml. A file that can't be read is a problem too. */
export function loadConfig(file: string): LoadedConfig {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file; name yours with --config FILE (cdk: -c config=FILE)' : `can't be read (${code})`;
    return { kind: 'problems', text: `${file}: ${why}` };
  }
  return parseConfigText(source, file);
}

/** As `loadConfig`, of a text; `file` is the name that the problems bear. */
export function parseConfigText(source: string, file: string): LoadedConfig {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => `${place(error.pos[0])}: not YAML: ${error.message.split('\n')[0]}`);
    return { kind: 'problems', text: faults.join('\n') };
  }
  const aliases = danglingAliases(document);
  if (aliases.length > 0) return { kind: 'problems', text: aliases.map(({ offset, name }) => `${place(offset)}: *${name} names no anchor; write &${name} at what it stands for`).join('\n') };
  const result = parseConfig(document.toJS());
  if (result.kind === 'config') return result;
  const located = result.problems
    .map((problem) => ({ problem, offset: offsetOf(document, problem) }))
    .sort((a, b) => a.offset - b.offset);
  const text = located.map(({ problem, offset }) => `${place(offset)}: ${keyOf(problem)} ${problem.message}`).join('\n');
  return { kind: 'problems', text };
}

/** Aliases of anchors that are not there: YAML only finds them when it is too late. */
function danglingAliases(document: Document.Parsed): { offset: number; name: string }[] {
  const found: { offset: number; name: string }[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (!alias.resolve(document)) found.push({ offset: alias.range?.[0] ?? 0, name: alias.source });
    },
  });
  return found;
}

/** The path as YAML tools write it, such as `sections[0].feeds[1].url`. */
function keyOf({ path }: Problem): string {
  const key = path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${step}`), '');
  return key.replace(/^\./, '') || 'the file';
}

/** Where the key stands in the file; for a missing one, where its parent does. */
function offsetOf(document: Document.Parsed, { path }: Problem): number {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const step = path[length - 1];
    const pair = isNode(parent) && 'items' in parent ? parent.items.find((item) => isPair(item) && String(item.key) === step) : undefined;
    const node = isPair(pair) ? pair.key : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range[0] ?? 0;
}
