import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import config from 'dawnpost:config';
import letters from 'dawnpost:letters';
import { getConnInfo, handle } from 'hono/aws-lambda';
import { awsMailer, awsStore, variable } from '../aws.ts';
import { withoutAddresses } from '../aws/guarded.ts';
import { jsonLog } from '../aws/log.ts';
import { mailLimit } from './mail-limit.ts';
import { routes } from './routes.ts';

const world = {
  store: awsStore(),
  log: jsonLog,
  clock: () => new Date(),
  random: Math.random,
  nonce: () => randomBytes(16).toString('base64url'),
};
const ports = { ...world, mailer: awsMailer(), letters, limit: mailLimit(world, config.subscribe), sleep: (ms: number) => sleep(ms) };

/** Started by the HTTP API, payload format 2.0. */
export const handler = withoutAddresses(handle(routes(ports, config, variable('BASE_URL'), (context) => getConnInfo(context).remote.address ?? '')));
