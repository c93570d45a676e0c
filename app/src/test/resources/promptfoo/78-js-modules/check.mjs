export default function (output, context) {
  return { pass: output.length === 6, score: 0.5, reason: context.vars.q };
}
export const strict = async (output) => output === 'timber';
