/**
 * What it takes to import so many subscribers into a folder, import them again
 * (which changes nothing) and export them: time, and memory, which is to be the
 * same for every size. Run: npx tsx bench/import.ts [subscribers...] (default 100000 1000000)
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cost, costOf } from './process-cost.ts';

const sizes = process.argv.slice(2).map(Number).filter((n) => n > 0);
const bin = fileURLToPath(new URL('../cli/dawnpost.js', import.meta.url));

/** As Mailchimp exports them: all columns, a quoted cell each, Windows' line ends. */
async function writeExport(file: string, subscribers: number): Promise<void> {
  const out = createWriteStream(file);
  out.write('Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\r\n');
  for (let n = 0; n < subscribers; n++) {
    const time = new Date(Date.UTC(2020, 0, 1) + n * 1000).toISOString().slice(0, 19).replace('T', ' ');
    const row = `reader.number${n}@example.org,Ann,"O""Neil, ${n}",2,"${time}",192.0.2.${n % 250},"${time}",192.0.2.${n % 250},0,1,Europe/London,GB,LND,"${time}",${n},${n.toString(16).padStart(10, '0')},,"""news"",""weekly"""\r\n`;
    if (!out.write(row)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

const dir = await mkdtemp(join(tmpdir(), 'dawnpost-bench-'));
try {
  console.log(`${'subscribers'.padEnd(34)}    wall     CPU  peak memory`);
  for (const size of sizes.length > 0 ? sizes : [100_000, 1_000_000]) {
    const file = join(dir, 'subscribed_members_export.csv');
    await writeExport(file, size);
    const run = async (what: string, ...args: string[]): Promise<Cost> => {
      const cost = await costOf([process.execPath, bin, 'subscribers', ...args, '--data', join(dir, String(size))], { timeout: 1800 });
      if (cost.code !== 0) throw new Error(`${what} ended with ${cost.code}: ${cost.stderr}`);
      const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`.padStart(8);
      console.log(`${size.toLocaleString('en').padStart(9)}, ${what.padEnd(23)}${seconds(cost.wallMs)}${seconds(cost.cpuMs)}${`${cost.peakMb.toFixed(0)} MB`.padStart(13)}`);
      return cost;
    };
    const first = await run('imported', 'import', file, '--json');
    const { added } = JSON.parse(first.stdout) as { added: number };
    if (added !== size) throw new Error(`${added} of ${size} were added`);
    await run('imported again', 'import', file);
    const csv = join(dir, 'export.csv');
    await run('exported', 'export', '--out', csv);
    await run('listed', 'list', '--all', '--json');
    console.log(`  the file of Mailchimp has ${((await stat(file)).size / 1e6).toFixed(0)} MB, the export ${((await stat(csv)).size / 1e6).toFixed(0)} MB`);
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}
