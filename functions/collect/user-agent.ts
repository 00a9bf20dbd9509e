import type { Config } from '../config.ts';

/** Says who asks, with a way to reach them: servers block pollers that nobody answers for. */
export function userAgent({ name, from, replyTo, url }: Pick<Config, 'name' | 'from' | 'replyTo' | 'url'>): string {
  const contact = url ?? `mailto:${(replyTo ?? from).address}`;
  const ascii = name.normalize('NFKD').replace(/[^ -~]|[()\\]/g, '').trim();
  return `Dawnpost/0.1 (+${contact}${ascii ? `; ${ascii}` : ''})`;
}
