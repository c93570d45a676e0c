export default (output) => 'mjs ' + output;
