module.exports = (vars) => ({ ...vars, extra: 'from file' });
module.exports.named = (vars, context) => ({ ...vars, extra: 'named' });
