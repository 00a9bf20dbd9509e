import { OperatorError } from '../failure.ts';
import type { Changes } from './changes.ts';
import type { Edition } from './edition.ts';

/** What there is to show: the edition, or what stands in its way. */
export type Shown = { readonly version: string } & ({ readonly kind: 'edition'; readonly edition: Edition } | { readonly kind: 'fault'; readonly text: string });

export interface Live {
  /** Made anew. */
  fresh(): Promise<Shown>;
  /** What was made last. */
  latest(): Promise<Shown>;
}

/** An edition that is made again and again, and a fault of it never an end. */
export function live(make: () => Promise<Edition>, changes: Pick<Changes, 'version'>): Live {
  let last: Promise<Shown> | undefined;
  const fresh = async (): Promise<Shown> => {
    // From before it is made: what changes meanwhile makes it an old one.
    const { version } = changes;
    try {
      return { version, kind: 'edition', edition: await make() };
    } catch (error) {
      const { message, stack } = error as Error;
      return { version, kind: 'fault', text: error instanceof OperatorError || !process.env['DEBUG'] ? message : (stack ?? message) };
    }
  };
  return {
    fresh: () => (last = fresh()),
    latest: () => (last ??= fresh()),
  };
}
