import type { Context } from 'hono';
import type { Config } from '../config.ts';
import type { JoinConfig, JoinPorts } from './join.ts';

/** What the routes share. */
export interface Site {
  readonly ports: JoinPorts;
  readonly config: SiteConfig;
  /** Where the pages are served, no slash at the end. */
  readonly baseUrl: string;
  /** The IP address that a request comes from. */
  readonly sourceOf: (context: Context) => string;
  readonly notFound: (context: Context) => Response | Promise<Response>;
}

export type SiteConfig = JoinConfig & { readonly sections: readonly Pick<Config['sections'][number], 'title'>[] };

/** The fields of a form, several of one name as a list; none of a body that is no form. */
export const formOf = (context: Context) => context.req.parseBody({ all: true }).catch((): Record<string, undefined> => ({}));

/** One text field of a form; empty where it is not there, or a file. */
export async function field(context: Context, name: string): Promise<string> {
  const value = [(await formOf(context))[name]].flat()[0];
  return typeof value === 'string' ? value : '';
}
