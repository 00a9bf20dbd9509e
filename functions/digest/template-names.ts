/**
 * The names of a template, looked up in a full view before anything is built: a
 * misspelt one would else stop a morning's issue, and only on the morning that
 * has what it stands in.
 */
import Handlebars from 'handlebars';
import { blockFault, findTags } from './tags.ts';

/** What is in reach at one place of the template: the innermost first. */
type Scopes = readonly [unknown, ...unknown[]];

/** The faults of a template, a line each; `file` is the name they bear, `sample` a view that has everything. */
export function faultsOf(source: string, file: string, sample: object): string[] {
  const unbalanced = blockFault(findTags(source));
  if (unbalanced) return [`${file}:${unbalanced.line}: ${unbalanced.message}`];
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(source);
  } catch (error) {
    const [, line = '?', rest = (error as Error).message] = /^Parse error on line (\d+):\n([\s\S]*)/.exec((error as Error).message) ?? [];
    return [`${file}:${line}: not Handlebars: ${rest.split('\n').map((part) => part.trim()).filter((part) => !/^-*\^$/.test(part)).join(' ')}`];
  }
  const faults: string[] = [];
  walk(program, [sample]);
  return faults;

  function walk({ body }: hbs.AST.Program, scopes: Scopes): void {
    for (const statement of body) {
      if (statement.type === 'MustacheStatement' && !(statement as hbs.AST.MustacheStatement).escaped) fault(statement, 'a tag would put text in unescaped; write it with two braces and no &');
      else if (statement.type === 'MustacheStatement') printed((statement as hbs.AST.MustacheStatement).path, scopes, statement as hbs.AST.MustacheStatement);
      else if (statement.type === 'BlockStatement') block(statement as hbs.AST.BlockStatement, scopes);
      else if (statement.type !== 'ContentStatement' && statement.type !== 'CommentStatement') fault(statement, 'partials and decorators have no place here');
    }
  }

  /** What stands in the text must be one: of a list or a function nothing that can be read would be printed. */
  function printed(path: hbs.AST.Expression, scopes: Scopes, statement: hbs.AST.MustacheStatement): void {
    const value = expression(path, scopes, statement);
    if (typeof value === 'function' || (typeof value === 'object' && value !== null)) {
      fault(path, `{{${(path as hbs.AST.PathExpression).original}}} is ${Array.isArray(value) ? 'a list; write it with {{#each}}' : 'no text'}`);
    }
  }

  function block({ path, params, program: inside, inverse, loc }: Omit<hbs.AST.BlockStatement, 'program'> & { readonly program?: hbs.AST.Program & { readonly blockParams?: string[] } }, scopes: Scopes): void {
    const kind = path.original;
    const [given] = params;
    if (!['if', 'unless', 'each', 'with'].includes(kind) || !given || params.length > 1) {
      fault({ loc }, `{{#${kind}}} is no block here; it knows {{#if x}}, {{#unless x}}, {{#each x}} and {{#with x}}`);
      return;
    }
    const value = expression(given, scopes);
    const inner: Scopes = kind === 'each' ? [Array.isArray(value) ? (value as unknown[])[0] : undefined, ...scopes] : kind === 'with' ? [value, ...scopes] : scopes;
    if (inside?.blockParams) fault({ loc }, `names of its own (as |${inside.blockParams.join(' ')}|) are not known here; write {{this}} or the name alone`);
    // What is not known was said already, and nothing can be said of what is in it.
    // A block that begins with {{^ has an else and nothing before it.
    if (value !== unknown && inside) walk(inside, inner);
    if (inverse) walk(inverse, scopes);
  }

  /** What the expression stands for in the sample. */
  function expression(path: hbs.AST.Expression, scopes: Scopes, statement?: hbs.AST.MustacheStatement): unknown {
    if (path.type !== 'PathExpression') return undefined;
    const { data, depth, parts, original } = path as hbs.AST.PathExpression & { parts: string[] };
    if (statement && statement.params.length > 0) return fault(path, `{{${original} …}} calls something, and there is nothing to call`);
    if (data && parts[0] !== 'root') return /^(?:first|last|index|key)$/.test(parts[0] ?? '') ? true : fault(path, `@${parts[0]} is no name of Handlebars`);
    let value: unknown = data ? scopes.at(-1) : scopes[depth];
    for (const part of data ? parts.slice(1) : parts) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) {
        const known = typeof value === 'object' && value !== null ? `; here it knows ${Object.keys(value).join(', ')}` : '';
        return fault(path, `{{${original}}} stands for nothing${known}`);
      }
      value = (value as Record<string, unknown>)[part];
    }
    return value;
  }

  function fault({ loc }: { readonly loc: hbs.AST.SourceLocation }, message: string): typeof unknown {
    faults.push(`${file}:${loc.start.line}: ${message}`);
    return unknown;
  }
}

const unknown = Symbol('unknown');
