module.exports = (scores, context) => ({ pass: true, score: (scores.m || 0) / 2 + 0.25, reason: 'half' });
