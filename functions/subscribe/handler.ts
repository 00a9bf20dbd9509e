import { randomBytes } from 'node:crypto';
import config from 'dawnpost:config';
import { handle } from 'hono/aws-lambda';
import { awsStore, jsonLog, variable } from '../aws.ts';
import { routes } from './routes.ts';

const ports = {
  store: awsStore(),
  log: jsonLog,
  clock: () => new Date(),
  nonce: () => randomBytes(16).toString('base64url'),
};

/** Started by the HTTP API, payload format 2.0. */
export const handler = handle(routes(ports, config, variable('BASE_URL')));
