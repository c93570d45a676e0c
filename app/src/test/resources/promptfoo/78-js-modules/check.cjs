module.exports = function (output) { return output.endsWith('ber'); };
