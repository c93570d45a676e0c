exports.longer = (text, n) => text.length > n;
