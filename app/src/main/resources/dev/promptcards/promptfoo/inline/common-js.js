// ECMAScript modules and TypeScript as CommonJS; lines stay where they are.
const { transform } = require('./dist/index');

module.exports = (text, isTypeScript) =>
  transform(text, {
    transforms: isTypeScript ? ['imports', 'typescript'] : ['imports'],
    disableESTransforms: true,
  }).code;
