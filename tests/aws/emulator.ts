/**
 * Starts moto_server (https://docs.getmoto.org), AWS's API over HTTP in one
 * process, for the tests that need AWS. Where it is not on the PATH these tests
 * are skipped and say so, unless DAWNPOST_REQUIRE_EMULATOR=1 makes that a failure.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Emulator {
  /** Such as http://127.0.0.1:5000, no slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** What any AWS client takes for its credentials; moto does not check them. */
export const testCredentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
export const testRegion = 'eu-west-1';

/** For a process that is to use the emulator: nothing of the machine's own AWS settings gets through. */
export const emulatorEnv = (url: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: testCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: testCredentials.secretAccessKey,
  AWS_REGION: testRegion,
  AWS_DEFAULT_REGION: testRegion,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
});

/** Runs the server until standard input ends, which it does too when the test process is killed: no server is left behind. */
const untilStdinEnds = `exec 3<&0
command -v moto_server >/dev/null || exit 127
moto_server -H 127.0.0.1 -p "$1" &
pid=$!
(cat >/dev/null; kill $pid) <&3 &
wait $pid
exit 0`;

/**
 * The emulator, or why there is none. Rejects if it is there and does not start,
 * or if it must be there and is not. `extended`: with the CloudFormation types
 * of `moto/sitecustomize.py` as well.
 */
export async function startEmulator({ extended = false } = {}): Promise<{ readonly kind: 'emulator'; readonly emulator: Emulator } | { readonly kind: 'missing'; readonly why: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn('sh', ['-c', untilStdinEnds, 'sh', String(port)], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, ...(extended && { PYTHONPATH: join(import.meta.dirname, 'moto'), PYTHONDONTWRITEBYTECODE: '1' }) },
  });
  let said = '';
  let ended: string | undefined;
  child.stderr.on('data', (bytes: Buffer) => (said = (said + String(bytes)).slice(-2000)));
  child.on('exit', (code) => (ended = code === 127 ? 'moto_server is not on the PATH' : `moto_server ended with ${code}: ${said}`));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await gone;
  };

  for (let waited = 0; waited < 60_000 && ended === undefined; waited += 200) {
    const answer = await fetch(`${url}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) return { kind: 'emulator', emulator: { url, stop } };
    await sleep(200);
  }
  const why = ended ?? `moto_server did not answer within a minute: ${said}`;
  await stop();
  if (child.exitCode !== 127 || process.env['DAWNPOST_REQUIRE_EMULATOR'] === '1') throw new Error(why);
  return { kind: 'missing', why };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
