module.exports = async () => [1, 2].map((n) => ({ vars: { q: 'g' + n }, assert: [{ type: 'equals', value: 'g1' }] }));
module.exports.named = () => [{ vars: { q: 'named' }, assert: [{ type: 'contains', value: 'am' }] }];
