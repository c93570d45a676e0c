module.exports = (scores, context) => ({ pass: scores.m === 1, score: scores.m / 4, reason: 'quarter' });
module.exports.throws = () => { throw new Error('no score'); };
module.exports.wrong = () => 0.5;
module.exports.components = (scores, { componentResults }) => ({ pass: true, score: componentResults.filter((c) => c.pass).length / componentResults.length, reason: 'share' });
module.exports.low = () => ({ pass: true, score: 0.1, reason: 'low' });
module.exports.later = async () => ({ pass: true, score: 0.9, reason: 'later' });
