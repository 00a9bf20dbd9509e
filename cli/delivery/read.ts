import pMap from 'p-map';
import { brakeOf } from '../../functions/deliver/brake.ts';
import type { AfterCrash, Ledger } from '../../functions/deliver/ledger.ts';
import type { Plan } from '../../functions/deliver/plan.ts';
import { deliveriesOf, ledgerPartOf, planKey } from '../../functions/keys.ts';
import { keysUnder, read } from '../../functions/objects.ts';
import type { Context } from '../context.ts';
import { count } from '../output.ts';
import { type DeliveryRecord, type LedgerSummary, summaryOf } from './progress.ts';

/** A ledger's key, and the part it is of. */
export interface LedgerKey {
  readonly key: string;
  readonly shard: string;
  readonly part: number;
}

/** The ledgers of a date that are there, shard by shard. */
export const ledgerKeys = async ({ stack }: Pick<Context, 'stack'>, date: string): Promise<LedgerKey[]> =>
  (await keysUnder(stack.store, deliveriesOf(date))).flatMap((key) => {
    const of = ledgerPartOf(key);
    return of ? [{ key, ...of }] : [];
  });

/** What is stored of the delivery of a date: of a million subscribers, some 2,000 ledgers. */
export async function readDelivery({ stack, out }: Pick<Context, 'stack' | 'out'>, date: string, afterCrash: AfterCrash): Promise<DeliveryRecord> {
  const [plan, brake, keys] = await Promise.all([read<Plan>(stack.store, planKey(date)), brakeOf(stack.store, date), ledgerKeys({ stack }, date)]);
  let done = 0;
  const ledgers = await pMap(
    keys,
    async ({ key, ...of }): Promise<LedgerSummary[]> => {
      const ledger = await read<Ledger>(stack.store, key);
      out.progress(`reading ledgers: ${++done} of ${count(keys.length, 'ledger')}`);
      return ledger ? [summaryOf(of, ledger, afterCrash)] : [];
    },
    { concurrency: 16 },
  );
  return { date, ...(plan && { plan }), ...(brake && { brake }), ledgers: ledgers.flat() };
}
