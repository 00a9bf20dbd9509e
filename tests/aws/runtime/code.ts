import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { DeployedFunction } from './deployed.ts';
import { rest } from './rest.ts';

const run = promisify(execFile);

/** Unpacks the code that Lambda has of a function, and yields the folder. Lambda names the object of the deploy's asset bucket that it comes from; that it is the same is told by its hash. */
export async function unpackCode(url: string, s3: S3Client, assets: string, { name, codeSha256 }: Pick<DeployedFunction, 'name' | 'codeSha256'>, into: string): Promise<string> {
  const { Code } = await rest<{ Code: { Location: string } }>(url, 'lambda', `/2015-03-31/functions/${name}`);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: assets, Key: new URL(Code.Location).pathname.slice(1) }));
  const zip = await Body!.transformToByteArray();
  const hash = createHash('sha256').update(zip).digest('base64');
  if (hash !== codeSha256) throw new Error(`the code of ${name} has the hash ${hash}, not ${codeSha256}`);
  const dir = join(into, hash.replace(/\W/g, ''));
  await writeFile(`${dir}.zip`, zip);
  // The emulator runs on Python, so this is there.
  await run('python3', ['-m', 'zipfile', '-e', `${dir}.zip`, dir]);
  return dir;
}
