import pMap from 'p-map';
import { brakeOf } from '../../functions/deliver/brake.ts';
import type { Ledger } from '../../functions/deliver/ledger.ts';
import type { Plan } from '../../functions/deliver/plan.ts';
import { deliveriesOf, ledgerPartOf, planKey } from '../../functions/keys.ts';
import { keysUnder, read } from '../../functions/objects.ts';
import type { Context } from '../context.ts';
import { count } from '../output.ts';
import type { Delivered } from './progress.ts';

/** Keys of the ledgers of a date that are there. */
export const ledgerKeys = async ({ stack }: Pick<Context, 'stack'>, date: string): Promise<string[]> =>
  (await keysUnder(stack.store, deliveriesOf(date))).filter((key) => ledgerPartOf(key) !== undefined);

/** All that is stored of the delivery of a date: of a million subscribers, some 2,000 ledgers. */
export async function readDelivery({ stack, out }: Pick<Context, 'stack' | 'out'>, date: string): Promise<Delivered> {
  const [plan, brake, keys] = await Promise.all([read<Plan>(stack.store, planKey(date)), brakeOf(stack.store, date), ledgerKeys({ stack }, date)]);
  let done = 0;
  const ledgers = await pMap(
    keys,
    async (key) => {
      const ledger = await read<Ledger>(stack.store, key);
      out.progress(`reading ledgers: ${++done} of ${count(keys.length, 'ledger')}`);
      return ledger;
    },
    { concurrency: 32 },
  );
  return { date, ...(plan && { plan }), ...(brake && { brake }), ledgers: ledgers.filter((ledger) => ledger !== undefined) };
}
