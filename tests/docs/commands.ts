/** The commands that the documents name: the lines of their shell blocks, and what stands between backticks and begins as one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface Documented {
  /** Such as `docs/deploy.md`. */
  readonly file: string;
  readonly command: string;
}

export function documentedCommands(): Documented[] {
  const files = ['README.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
  return files.flatMap((file) => commandsOf(readFileSync(join(root, file), 'utf8')).map((command) => ({ file, command })));
}

/** Each once, without what is said beside it. */
export function commandsOf(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, block]) => block!);
  const lines = blocks.flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'));
  const prose = markdown.replace(/^ *```[\s\S]*?^ *```/gm, '');
  const inline = [...prose.matchAll(/`([^`]+)`/g)].map(([, code]) => code!.replace(/\s+/g, ' ')).filter((code) => /^(?:\w+=\S+ )?(npx|npm|aws|node|git|curl) /.test(code));
  return [...new Set([...lines, ...inline].map((line) => line.replace(/\s+# .*$/, '').trim()).filter((line) => line !== ''))];
}
