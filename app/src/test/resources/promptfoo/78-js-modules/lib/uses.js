const { longer } = require('./shared');
module.exports = (output, { vars }) => longer(output, 3) && vars.q === output;
