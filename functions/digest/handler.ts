import { randomUUID } from 'node:crypto';
import config from 'dawnpost:config';
import { awsQueue, awsStore, variable } from '../aws.ts';
import { withoutAddresses } from '../aws/guarded.ts';
import { jsonLog } from '../aws/log.ts';
import { emfMetrics } from '../aws/metrics.ts';
import { catchUp, type CatchUpReport } from './catch-up.ts';
import type { DraftOptions } from './draft.ts';
import { type DigestReport, metricsOf, publish } from './publish.ts';

const ports = { store: awsStore(), queue: awsQueue(), log: jsonLog };
const metrics = emfMetrics();
const baseUrl = variable('BASE_URL');

/** Of the schedule: of the issue's, or of that which looks for a missed one. */
interface Event {
  /** The time it was due at, the same in every retry. Started by hand without one, it goes by the clock. */
  readonly time?: string;
  readonly catchUp?: boolean;
}

/** Started by a schedule. The templates are loaded where an issue is made: most looks for a missed one find none. */
export const handler = withoutAddresses(async ({ time, catchUp: isLook }: Event): Promise<DigestReport | CatchUpReport> => {
  const now = time === undefined ? new Date() : new Date(time);
  const publishAs = async (times: Pick<DraftOptions, 'now' | 'date' | 'caughtUp'>): Promise<DigestReport> =>
    publish(ports, config, (await import('dawnpost:templates')).default, { ...times, baseUrl, nonce: randomUUID() });
  const report = isLook ? await catchUp(ports, config, { now, nonce: randomUUID() }, publishAs) : await publishAs({ now });
  metrics(metricsOf(report));
  return report;
});
