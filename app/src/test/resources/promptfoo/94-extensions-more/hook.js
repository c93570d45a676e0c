module.exports.all = async (hook, context) => {
  if (hook === 'beforeAll') {
    context.suite.tests.push({ vars: { q: 'added' }, assert: [{ type: 'equals', value: 'added' }] });
    return context;
  }
  if (hook === 'beforeEach') context.test.vars.q += '';
  return context;
};
