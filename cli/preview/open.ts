import open from 'open';
import { isFolder } from '../bucket.ts';
import type { Context } from '../context.ts';
import { listen } from '../local/listen.ts';
import { OperatorError } from '../failure.ts';
import { watchChanges } from './changes.ts';
import { live } from './live.ts';
import { makeEdition, type Wanted } from './making.ts';
import { servePreview } from './serve.tsx';

/** How many days back items and issues are watched; earlier ones do not change by themselves. */
const watchedDays = 2;

/** Serves the preview on this machine alone until Ctrl-C. Sends nothing and writes nothing. */
export async function openPreview(context: Context, templatesDir: string, { date, sample, port, browser }: Wanted & { readonly port: number; readonly browser: boolean }): Promise<void> {
  const { options, stack, out } = context;
  const ended = new Promise((end) => process.once('SIGINT', end).once('SIGTERM', end));
  const server = await listen(port).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(`nothing can listen on port ${port} (${error.code ?? error.message}); name another with --port, such as --port 8026`);
  });
  const changes = await watchChanges(
    {
      config: options.config,
      templates: templatesDir,
      data: isFolder(options) ? stack.dir : undefined,
      since: new Date(stack.clock().getTime() - watchedDays * 86_400_000).toISOString().slice(0, 10),
      ...(date !== undefined && { date }),
    },
    (line) => out.complain(line),
  );
  try {
    const wanted: Wanted = { ...(date !== undefined && { date }), ...(sample !== undefined && { sample }) };
    servePreview(server, live(() => makeEdition(context, templatesDir, wanted), changes), changes);
    const url = `${server.origin}/`;
    out.report([`Preview: ${url}`, 'It shows each change as soon as you save. Ctrl-C ends it.'], { url });
    // A machine without a browser shows the address all the same.
    if (browser) await open(url).catch(() => undefined);
    await ended;
  } finally {
    await changes.close();
    await server.close();
  }
}
