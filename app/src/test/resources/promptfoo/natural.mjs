// NODE_OPTIONS="--import=…/natural.mjs": gives promptfoo the names it misses in the package `natural`,
// without which every METEOR assertion of the released promptfoo is an error.
import { register } from 'node:module';

const hooks = `
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  return specifier === 'natural' ? { ...found, url: found.url + '?named', format: 'module' } : found;
}
export async function load(url, context, next) {
  if (!url.endsWith('?named')) return next(url, context);
  const path = JSON.stringify(decodeURIComponent(new URL(url).pathname));
  return {
    format: 'module',
    shortCircuit: true,
    source: "import { createRequire } from 'node:module';"
      + 'const natural = createRequire(' + path + ')(' + path + ');'
      + 'export const { PorterStemmer, WordNet } = natural;',
  };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
