/**
 * What the functions do not use of packages that can't be cut down by
 * themselves, left out of the bundles: its code would be read and run at every
 * cold start. A package whose files have moved is bundled whole, and then it is
 * the bound on the bundles' sizes (tests/cdk/bundle.test.ts) that tells.
 */
import type { Plugin } from 'esbuild';

/** The modules, by how their paths end, and what stands in for each. */
const standIns: readonly { readonly path: RegExp; readonly code: string }[] = [
  {
    // An agent and `request` (as its own index.js makes it of the dispatcher's), of all that undici has: web sockets, caches, mocks, fetch.
    path: /\/undici\/index\.js$/,
    code: `import Agent from './lib/dispatcher/agent.js';
      import ask from './lib/api/api-request.js';
      const request = (url, { dispatcher, ...options }) => {
        const { origin, pathname, search } = new URL(url);
        return ask.call(dispatcher, { method: 'GET', ...options, origin, path: pathname + search });
      };
      export { Agent, request };`,
  },
  {
    // The parser for processors without SIMD: Lambda has none.
    path: /\/undici\/lib\/llhttp\/llhttp-wasm\.js$/,
    code: `throw new Error('WebAssembly with SIMD is needed');`,
  },
  {
    // Names of attachments and their types: no mail has an attachment.
    path: /\/nodemailer\/dist\/esm\/mime-funcs\/mime-types\.js$/,
    code: `export const detectMimeType = () => 'application/octet-stream';
      export const detectExtension = () => 'bin';`,
  },
  {
    // What a mail would get from URLs: no mail may (disableUrlAccess).
    path: /\/nodemailer\/dist\/esm\/fetch\/index\.js$/,
    code: `export default () => { throw new Error('a mail fetches nothing'); };`,
  },
];

export const lean: Plugin = {
  name: 'lean',
  setup(build) {
    for (const { path, code } of standIns) build.onLoad({ filter: path }, () => ({ contents: code, loader: 'js' }));
  },
};
