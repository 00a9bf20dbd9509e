/** What `npm audit --json` says of packages (https://docs.npmjs.com/cli/v11/commands/npm-audit). */
import type { Carried } from './contents.ts';

/** The part of a report that is used. */
export interface AuditReport {
  readonly vulnerabilities: Readonly<Record<string, Vulnerability>>;
}

interface Vulnerability {
  readonly name: string;
  readonly severity: string;
  /** Advisories, and the names of packages that it is vulnerable by. */
  readonly via: readonly (string | { readonly title: string; readonly url: string; readonly severity: string })[];
  /** Where the vulnerable versions are installed. */
  readonly nodes: readonly string[];
}

export type Audit =
  | { readonly kind: 'report'; readonly report: AuditReport }
  /** The registry answers, and has no advisories to give. */
  | { readonly kind: 'not-offered'; readonly detail: string }
  | { readonly kind: 'failed'; readonly detail: string };

/** Reads what npm printed. A mirror without an audit answers with one of these codes. */
export function readAudit(printed: string): Audit {
  let said: unknown;
  try {
    said = JSON.parse(printed);
  } catch {
    return { kind: 'failed', detail: `npm audit printed no JSON: ${printed.slice(0, 200)}` };
  }
  const { vulnerabilities, statusCode, message } = said as { vulnerabilities?: AuditReport['vulnerabilities']; statusCode?: number; message?: string };
  if (vulnerabilities) return { kind: 'report', report: { vulnerabilities } };
  const detail = message?.replace(/ - .*/, '') ?? 'npm audit says neither what it found nor why it found nothing';
  return { kind: statusCode !== undefined && [400, 404, 405, 410, 501].includes(statusCode) ? 'not-offered' : 'failed', detail };
}

/** A line for each carried package that the report names, of whatever severity. Another version of it, elsewhere in the tree, is no finding. */
export function findings({ vulnerabilities }: AuditReport, carried: readonly Carried[]): string[] {
  return carried.flatMap(({ name, version, node }) => {
    const found = Object.values(vulnerabilities).find((candidate) => candidate.nodes.includes(node));
    if (!found) return [];
    const why = found.via.map((cause) => (typeof cause === 'string' ? `by ${cause}` : `${cause.title} (${cause.url})`));
    return [`${name} ${version}: ${found.severity}: ${why.join('; ')}`];
  });
}
