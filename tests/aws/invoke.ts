/** Invokes a bundle's handler once, as Lambda would: arguments are the bundle and the event; the last line of output is the result. */
const [, , bundle, event] = process.argv as [string, string, string, string];
const end = Date.now() + 300_000;
const context = { awsRequestId: crypto.randomUUID(), getRemainingTimeInMillis: () => end - Date.now() };
const { handler } = (await import(bundle)) as { handler: (event: unknown, context: unknown) => Promise<unknown> };
const result = await handler(JSON.parse(event), context);
process.stdout.write(`\n${JSON.stringify(result ?? null)}\n`);
// Lambda freezes what still waits.
process.exit(0);
