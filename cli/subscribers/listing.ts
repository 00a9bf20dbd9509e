/** `subscribers list`: the addresses, as they are read. */
import type { Subscriber, SubscriberState } from '../../functions/model/subscriber.ts';
import type { Context } from '../context.ts';
import { shardsOf } from './walk.ts';

export interface ListOptions {
  readonly all?: boolean;
  readonly state?: SubscriberState;
}

/** The active subscribers, an address a line; with `all` everyone, and with `state` all of that state, each with state and time. */
export async function listSubscribers({ options, stack, out }: Context, { all = false, state }: ListOptions): Promise<void> {
  const states = state !== undefined ? [state] : all ? undefined : (['active'] as const);
  const shards = shardsOf(stack.store, states);
  await out.stream(options.json ? jsonOf(shards) : linesOf(shards, all || state !== undefined));
}

async function* linesOf(shards: AsyncIterable<readonly Subscriber[]>, isFull: boolean): AsyncGenerator<string> {
  for await (const shard of shards) {
    yield shard.map(({ address, state, since }) => (isFull ? `${address}\t${state}\t${since}\n` : `${address}\n`)).join('');
  }
}

/** One object, as the reports of other commands are, in pieces. */
async function* jsonOf(shards: AsyncIterable<readonly Subscriber[]>): AsyncGenerator<string> {
  let before = '{\n  "subscribers": [';
  for await (const shard of shards) {
    for (const { address, state, since } of shard) {
      yield `${before}\n${JSON.stringify({ address, state, since }, null, 2).replace(/^/gm, '    ')}`;
      before = ',';
    }
  }
  yield before === ',' ? '\n  ]\n}\n' : `${before}]\n}\n`;
}
