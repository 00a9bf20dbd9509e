import type { SendRawEmailRequest, SESClient } from '@aws-sdk/client-ses';

const nothing = new Uint8Array();
const field = 'RawMessage.Data=';
const apart = 'dawnpostRawEmail';

/**
 * Writes the message into the body of SendRawEmail itself, in place of the
 * SDK's serializer. That one escapes the base64 of a message character by
 * character as if it could hold anything, keeps it as a string of characters
 * and turns that into bytes twice, to sign and to send: about a fifth of what a
 * mail costs in CPU (bench/deliver.ts). Of base64 only three characters need an
 * escape in a form (https://url.spec.whatwg.org/#urlencoded-serializing), and
 * the body is bytes from here on. It says the same to SES, byte for byte.
 *
 * Middleware is the SDK's own way to change a request
 * (https://github.com/aws/aws-sdk-js-v3#middleware-stack).
 */
export function encodeRawEmail(client: SESClient): void {
  client.middlewareStack.add(
    (next, context) => (args) => {
      const { RawMessage, ...rest } = args.input as SendRawEmailRequest;
      if (RawMessage?.Data === undefined) return next(args);
      context[apart] = RawMessage.Data;
      return next({ ...args, input: { ...rest, RawMessage: { Data: nothing } } });
    },
    { step: 'initialize', name: `${apart}Apart`, override: true },
  );
  client.middlewareStack.add(
    (next, context) => (args) => {
      const message = context[apart] as Uint8Array | undefined;
      const request = args.request as { body?: unknown };
      if (message !== undefined) request.body = withMessage(String(request.body), message);
      return next(args);
    },
    // Before the length is counted and the body signed.
    { step: 'build', priority: 'high', name: apart, override: true },
  );
}

/** The form with the message where its empty field is. */
function withMessage(form: string, message: Uint8Array): Buffer {
  const at = form.indexOf(field) + field.length;
  if (at < field.length) throw new Error('the SDK has written no field for the message');
  const base64 = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('base64');
  const escaped = base64.replaceAll('+', '%2B').replaceAll('/', '%2F').replaceAll('=', '%3D');
  return Buffer.from(form.slice(0, at) + escaped + form.slice(at), 'latin1');
}
