export default class {
  id() { return 'fn'; }
  async callApi(prompt) { return { output: 'fn ' + prompt }; }
}
