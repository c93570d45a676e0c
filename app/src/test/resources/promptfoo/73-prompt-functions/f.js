module.exports = ({ vars, provider }) => `fn ${vars.q} ${provider.id}`;
module.exports.chat = async ({ vars }) => [{ role: 'user', content: 'chat ' + vars.q }];
module.exports.own = ({ vars }) => 'own ' + vars.q.toUpperCase() + vars.q;
module.exports.configured = ({ vars }) => ({ prompt: 'conf ' + vars.q, config: { temperature: 0.1 } });
