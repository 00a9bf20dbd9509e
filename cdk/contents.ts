/** What a bundle holds, by what esbuild says of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** The bytes that are read when the handler is imported: its file, and those that it imports at once. What is imported only when it is needed does not count. */
export function bytesAtStart({ outputs }: Metafile): number {
  const read = new Set<string>();
  const visit = (path: string): void => {
    if (read.has(path)) return;
    read.add(path);
    for (const { path: next, kind, external } of outputs[path]!.imports) if (kind === 'import-statement' && !external) visit(next);
  };
  visit(Object.keys(outputs).find((path) => path.endsWith('/index.mjs'))!);
  return [...read].reduce((sum, path) => sum + outputs[path]!.bytes, 0);
}

/** All its files together. */
export const bytesInAll = ({ outputs }: Metafile): number => Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);

/** A package that has code in a bundle. */
export interface Carried {
  readonly name: string;
  readonly version: string;
  /** Its folder from the project's root, as npm names it: `node_modules/a/node_modules/b`. */
  readonly node: string;
}

/** The packages of which a bundle has code, by their folders; `root` is the project's. */
export function packagesIn({ outputs }: Metafile, root: string): Carried[] {
  const paths = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path));
  const nodes = new Set(paths.flatMap((path) => packageOf(path, root) ?? []));
  return [...nodes].sort().map((node) => {
    const { name, version } = JSON.parse(readFileSync(join(root, node, 'package.json'), 'utf8')) as { name: string; version: string };
    return { name, version, node };
  });
}

/** The folder of the package that a file is of. A package's copy of another, without a package.json of its own, is the former's. */
function packageOf(path: string, root: string): string | undefined {
  const folders = [...path.matchAll(/node_modules\/(?:@[^/]+\/)?[^/]+/g)].map(({ 0: folder, index }) => path.slice(0, index + folder.length));
  return folders.findLast((folder) => existsSync(join(root, folder, 'package.json')));
}
