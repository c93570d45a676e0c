module.exports = (output, context) => 'timber';
module.exports.list = () => ['x', 'imb'];
