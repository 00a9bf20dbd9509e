import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const stages = ['collect', 'digest', 'deliver', 'subscribe', 'feedback'];

/** Every source file below a folder, with what it imports: paths from the root, or package names. */
function importsBelow(folder: string): { file: string; imports: string[] }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => {
      const file = `${folder}/${name}`;
      const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
      const imports = importedFiles.map(({ fileName }) => (fileName.startsWith('.') ? normalize(join(dirname(file), fileName)) : fileName));
      return { file, imports };
    });
}

const functions = importsBelow('functions');
const everything = [...functions, ...importsBelow('cdk'), ...importsBelow('cli')];
const stageOf = (file: string): string | undefined => stages.find((stage) => file.startsWith(`functions/${stage}/`));

function importersOf(what: RegExp, files = everything): string[] {
  return files.filter(({ imports }) => imports.some((name) => what.test(name))).map(({ file }) => file);
}

describe('the import law', () => {
  it('sees imports at all', () => {
    expect(importersOf(/^functions\/ports\.ts$/, functions).length).toBeGreaterThan(5);
  });

  it('no stage imports another stage', () => {
    const crossing = functions.flatMap(({ file, imports }) =>
      imports.filter((name) => stageOf(file) && stageOf(name) && stageOf(name) !== stageOf(file)).map((name) => `${file} → ${name}`),
    );
    expect(crossing).toEqual([]);
  });

  it('the model imports only the model, and keys import nothing', () => {
    const up = functions.filter(({ file }) => file.startsWith('functions/model/')).flatMap(({ file, imports }) =>
      imports.filter((name) => name.startsWith('functions/') && !name.startsWith('functions/model/')).map((name) => `${file} → ${name}`),
    );
    expect(up).toEqual([]);
    expect(functions.find(({ file }) => file === 'functions/keys.ts')!.imports).toEqual([]);
  });

  it('nothing imports a handler', () => {
    expect(importersOf(/\/handler\.tsx?$/)).toEqual([]);
  });

  it('the functions import neither the stack nor the command line', () => {
    expect(importersOf(/^(cdk|cli)\//, functions)).toEqual([]);
  });

  it('the stack imports of the functions only configuration, keys and what compiles the templates', () => {
    const allowed = /^functions\/(config|config-file|config-print|keys)\.ts$|^functions\/digest\/compile\.ts$/;
    const imported = importsBelow('cdk').flatMap(({ imports }) => imports.filter((name) => name.startsWith('functions/')));
    expect(imported.filter((name) => !allowed.test(name))).toEqual([]);
  });

  it.each([
    ['rss-parser', /^rss-parser/, /^functions\/collect\/parse\.ts$/],
    ['mjml', /^mjml/, /^functions\/digest\/compile\.ts$/],
    ['AWS clients', /^@aws-sdk\/client/, /^functions\/aws(\/[a-z-]+)?\.ts$/],
    ['AWS adapters', /^functions\/aws[./]/, /^(functions\/(aws(\/[a-z-]+)?|[a-z]+\/handler)|cli\/(bucket|deployed|doctor\/find-account))\.ts$/],
    ['zod', /^zod/, /^functions\/config(-[a-z]+)?\.ts$/],
  ])('only its own file knows %s', (_, what, allowed) => {
    const importers = importersOf(what);
    expect(importers.length).toBeGreaterThan(0);
    expect(importers.filter((file) => !allowed.test(file))).toEqual([]);
  });
});
