import { randomUUID } from 'node:crypto';
import config from 'dawnpost:config';
import templates from 'dawnpost:templates';
import { awsQueue, awsStore, jsonLog, variable } from '../aws.ts';
import { type DigestReport, publish } from './publish.ts';

const ports = { store: awsStore(), queue: awsQueue(), log: jsonLog };
const baseUrl = variable('BASE_URL');

/** Started by the schedule; `time` is the one it was due at, the same in every retry. Started by hand without one, it goes by the clock. */
export const handler = ({ time }: { readonly time?: string }): Promise<DigestReport> =>
  publish(ports, config, templates, { now: time === undefined ? new Date() : new Date(time), baseUrl, nonce: randomUUID() });
