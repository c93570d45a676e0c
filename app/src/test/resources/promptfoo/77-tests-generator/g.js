module.exports.make = (config) => Array.from({ length: config.upto }, (_, i) => ({
  vars: { q: config.word + i },
  assert: [{ type: 'not-equals', value: 'w2' }],
}));
