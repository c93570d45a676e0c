module.exports = (output, context) => output.toUpperCase();
module.exports.named = (output, context) => output + '<' + context.vars.q + '>';
module.exports.broken = () => { throw new Error('t'); };
