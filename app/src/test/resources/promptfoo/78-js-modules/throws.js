module.exports = () => { throw new Error('broken'); };
module.exports.text = () => 'just text';
