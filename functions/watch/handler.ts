import config from 'dawnpost:config';
import { awsMailer, awsStore } from '../aws.ts';
import { withoutAddresses } from '../aws/guarded.ts';
import { jsonLog } from '../aws/log.ts';
import { emfMetrics } from '../aws/metrics.ts';
import { metricsOf, watch, type WatchReport } from './watch.ts';

const ports = { store: awsStore(), mailer: awsMailer(), log: jsonLog, clock: () => new Date() };
const metrics = emfMetrics();

/** Started by the schedule, whenever that was: it goes by the clock. */
export const handler = withoutAddresses(async (): Promise<WatchReport> => {
  const report = await watch(ports, config);
  metrics(metricsOf(report));
  return report;
});
