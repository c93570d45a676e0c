module.exports = (output) => output === 'alpha';
module.exports.named = (output) => ({ pass: false, score: 0.25, reason: 'n' });
