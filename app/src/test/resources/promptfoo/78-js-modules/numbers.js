module.exports = () => 0.75;
module.exports.low = () => 0.25;
