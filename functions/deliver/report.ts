import type { DeliveryMessage, ShardMessage } from '../ports.ts';
import { type AfterCrash, type Ledger, open, type Tally } from './ledger.ts';
import type { Stop } from './submit.ts';

/** What a run leaves to be handed to the queue. */
export interface Next {
  readonly messages: readonly DeliveryMessage[];
  /** How long nobody is to get them; at once where it is not said. */
  readonly delaySeconds?: number;
}

/** What a run did with one part. */
export interface DeliverReport extends ShardMessage {
  readonly outcome:
    | 'complete'
    /** There was nothing left to do. */
    | 'complete-before'
    /** Out of time: the rest is to be gone on with at once. */
    | 'continued'
    /** Another worker is at it. */
    | 'taken'
    /** SES throttled again and again; the rest is to be tried soon. */
    | 'throttled'
    /** The account can't send now; the rest is to be tried later. */
    | 'halted'
    /** All is submitted but some whose answer was lost; a later run sends to those again. */
    | 'uncertain'
    /** The brake is on: nothing goes out until the operator resumes. */
    | 'braked'
    | 'stale'
    /** The issue is not there, or not rendered yet. */
    | 'no-issue';
  /** Messages submitted by this run. */
  readonly submitted: number;
  readonly tally?: Tally;
  readonly detail?: string;
  /** This part again, or after the canary the rest. */
  readonly next?: Next;
}

/** How soon a part comes again that could not be completed now. A lease ends in two minutes; quotas, pauses and lost answers take longer. */
const delaySeconds = { continued: 0, taken: 150, throttled: 150, halted: 600, uncertain: 300 } as const;

/** Outcomes after which the part is done with, for now or for good; after any other it must come again. */
export const isSettled = ({ outcome }: Pick<DeliverReport, 'outcome'>): boolean => outcome === 'complete' || outcome === 'complete-before' || outcome === 'braked' || outcome === 'stale';

/** Whether the operator is to look: readers do not get the issue, or not now, and nobody but the operator can help. */
export const isLoud = ({ outcome, tally }: Pick<DeliverReport, 'outcome' | 'tally'>): boolean =>
  outcome === 'braked' || outcome === 'halted' || outcome === 'stale' || outcome === 'no-issue' || (outcome === 'complete' && (tally?.uncertain ?? 0) > 0);

/** How a run ends, from the ledger it leaves. */
export function outcomeOf(ledger: Ledger, stop: Stop | undefined, afterCrash: AfterCrash): Pick<DeliverReport, 'outcome' | 'detail'> {
  const left = open(ledger, afterCrash).length;
  if (stop?.kind === 'braked') return { outcome: 'braked', detail: stop.reason };
  if (left === 0) return { outcome: 'complete' };
  if (stop) return { outcome: stop.kind, detail: stop.reason };
  return { outcome: 'uncertain', detail: `${left} without an answer; a later run submits to them again` };
}

/** What is to come after a run. */
export function nextOf(message: ShardMessage, outcome: DeliverReport['outcome']): Next | undefined {
  const { date, canary, late } = message;
  switch (outcome) {
    case 'complete':
    case 'complete-before':
      return canary && { messages: [{ date, only: 'rest', ...(late !== undefined && { late }) }] };
    case 'continued':
    case 'taken':
    case 'throttled':
    case 'halted':
    case 'uncertain':
      return { messages: [message], delaySeconds: delaySeconds[outcome] };
    case 'braked':
    case 'stale':
    case 'no-issue':
      return undefined;
  }
}

/** A report on a part, or on the planning of an issue, as metrics. */
export const metricsOf = (report: { readonly outcome: string; readonly submitted?: number; readonly recipients?: number }): Record<string, number> => ({
  ...(report.submitted !== undefined && report.submitted > 0 && { Submitted: report.submitted }),
  ...(report.outcome === 'planned' && report.recipients !== undefined && { Recipients: report.recipients }),
});
