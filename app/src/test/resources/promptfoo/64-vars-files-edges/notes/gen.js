module.exports = (name, prompt, vars, provider) => ({ output: 'made for ' + vars.who });
