module.exports = class {
  constructor(options) { this.options = options; }
  id() { return 'mine'; }
  async callApi(prompt, context) {
    if (prompt === 'error') return { error: 'said no' };
    if (prompt === 'throw') throw new Error('thrown');
    if (prompt === 'object') return { output: { k: 1 } };
    return { output: this.options.config.tag + prompt + context.vars.q, tokenUsage: { total: 2, prompt: 1, completion: 1 } };
  }
};
