// The inside of the sandbox: an endless loop that asks the host for a job, handing over the result
// of the one before. All it needs is captured here, before an author's code runs, and called through
// `apply` where a method is meant: an author's code that changes globals breaks itself, not this.

const ask = globalThis.java_invoke;
const { parse, stringify } = JSON;
const { apply } = Reflect;
const { isFinite } = Number;
const FunctionOf = Function;
const RegExpOf = RegExp;
const StringOf = String;
const ErrorOf = Error;
const exec = RegExp.prototype.exec;
const { includes, lastIndexOf, slice, trim, trimEnd } = String.prototype;

// No way back to the host, and none into this file: call sites of a stack hold its functions.
delete globalThis.java_invoke;
delete globalThis.Javy;
delete globalThis.plugin;
Object.defineProperty(Error, 'prepareStackTrace', {
  value: undefined, writable: false, configurable: false,
});

const silent = () => {};
globalThis.console = {
  log: silent, info: silent, warn: silent, error: silent, debug: silent, trace: silent,
};

// What was compiled, by its source. Bounded by forgetting everything: a source that comes back is soon
// compiled again.
function cache() {
  return { entries: { __proto__: null }, size: 0 };
}

function keep(cache, key, value) {
  if (++cache.size > 500) {
    cache.entries = { __proto__: null };
    cache.size = 1;
  }
  cache.entries[key] = value;
  return value;
}

const templates = cache();
const functions = cache();
const regExps = cache();
const modules = cache();

let nunjucks;
let environment;

// Nunjucks is part of this program but is run only when the first template asks for it.
function compileTemplate(source, filters) {
  if (!environment) {
    nunjucks = loadNunjucks();
    // No loaders: `include` finds nothing, where the default of this build would ask a network.
    environment = new nunjucks.Environment([], { autoescape: false });
    environment.addFilter('load', (text) => parse(text));
    // An engine serves one scope, whose filters are the same for all its templates.
    for (const filter of filters ?? []) {
      environment.addFilter(filter.name, exported(load(filter.module), filter.function));
    }
  }
  return new nunjucks.Template(source, environment, undefined, true);
}

const declaration = /^(const|let|var)\s/;

// promptfoo's rules for inline JavaScript. Several lines are a body; one line is an expression, and
// where it begins with a declaration the expression behind the last statement.
function compileInline(names, code) {
  if (apply(includes, code, ['\n'])) {
    return FunctionOf(names, code);
  }
  const line = withoutTrailingSemicolons(apply(trim, code, []));
  if (apply(exec, declaration, [line]) === null) {
    return FunctionOf(names, 'return ' + line);
  }
  // The engine's own parser tells a semicolon that ends a statement from one inside a string.
  let at = apply(lastIndexOf, line, [';']);
  while (at > 0) {
    const statements = apply(slice, line, [0, at + 1]);
    if (parses(names, statements)) {
      return FunctionOf(names, statements + 'return (' + apply(slice, line, [at + 1]) + '\n)');
    }
    at = apply(lastIndexOf, line, [';', at - 1]);
  }
  return FunctionOf(names, line);
}

function parses(names, code) {
  try {
    FunctionOf(names, code);
    return true;
  } catch {
    return false;
  }
}

function withoutTrailingSemicolons(line) {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ';' || line[end - 1] === ' ')) {
    end--;
  }
  return apply(slice, line, [0, end]);
}

// A CommonJS module: run when it is first called, and kept with whatever state it has.
function load(source) {
  const module = { exports: {} };
  apply(FunctionOf('module', 'exports', 'require', source), undefined, [module, module.exports, require]);
  return module;
}

function require(name) {
  throw new ErrorOf(
    "require('" + name + "') is not available: a script reaches no package, no file and no network here");
}

function exported(module, name) {
  const { exports } = module;
  if (name !== null) {
    const named = exports?.[name] ?? exports?.default?.[name];
    if (typeof named !== 'function') {
      throw new ErrorOf('The module exports no function "' + name + '"');
    }
    return named;
  }
  const whole = typeof exports === 'function' ? exports : exports?.default;
  if (typeof whole !== 'function') {
    throw new ErrorOf('The module exports no function: write module.exports = (…) => …');
  }
  return whole;
}

// JSON has no word for some values of JavaScript. They are failures, in promptfoo's words: a null in
// their place would be a verdict nobody wrote.
function jsonOf(value) {
  const type = typeof value;
  const json = type === 'bigint' || !isCarried(value) ? undefined : stringify(value);
  if (json === undefined) {
    throw unfit('type ' + type + ': ' + (type === 'function' ? undefined : StringOf(value)));
  }
  // JSON writes NaN as null, so only a text with a null in it needs a second look.
  if (type === 'object' && apply(includes, json, ['null'])) {
    stringify(value, (key, part) => {
      if (!isCarried(part)) {
        throw unfit('an object with ' + key + ': ' + part);
      }
      return part;
    });
  }
  return json;
}

function isCarried(value) {
  return typeof value !== 'number' || isFinite(value);
}

function unfit(what) {
  return {
    message: 'Custom function must return a boolean, a finite number, or a GradingResult object. Got ' + what,
  };
}

// What scripts written for Node.js or a browser reach for. The engine only says that it is not defined.
const unreachable =
  /^(?:process|require|fetch|XMLHttpRequest|WebSocket|Buffer|setTimeout|setInterval|setImmediate|__dirname|__filename) is not defined$|^could not load module/;

function hintFor(message) {
  return typeof message === 'string' && apply(exec, unreachable, [message]) !== null
    ? ': a script reaches no process, no package, no file, no network and no timer here'
    : '';
}

function failureOf(thrown) {
  try {
    const message = thrown?.message ?? thrown;
    if (message === 'out of memory') {
      return '{"exhausted":true}';
    }
    // Where there is no room left to make an error, the engine throws null, as an author may too.
    if (thrown === null) {
      return '{"failed":"null","bare":true}';
    }
    const prefix = thrown?.name === 'Template render error' ? thrown.name + ': ' : '';
    return '{"failed":' + stringify(prefix + message + hintFor(message)) + '}';
  } catch {
    return '{"failed":"the script threw something that has no text"}';
  }
}

// Every job goes through here, and each step of it costs: QuickJS is interpreted twice over. So the
// four kinds stand in one function, and only a value that may be a promise is awaited.
async function serve() {
  let reply = 'null';
  for (;;) {
    const text = ask('sandbox', 'next', '[' + reply + ']');
    if (text === 'null') {
      return;
    }
    try {
      const job = parse(text);
      if (job.kind === 'matches') {
        const key = job.flags + '/' + job.pattern;
        const regExp =
          regExps.entries[key] ?? keep(regExps, key, new RegExpOf(job.pattern, job.flags));
        regExp.lastIndex = 0;
        reply = apply(exec, regExp, [job.text]) === null ? '{"value":false}' : '{"value":true}';
      } else if (job.kind === 'evaluate') {
        const key = job.names + '/' + job.code;
        const run =
          functions.entries[key] ??
          keep(functions, key, compileInline(job.names, apply(trimEnd, job.code, [])));
        let value = apply(run, undefined, job.values);
        if (typeof value === 'object' && value !== null) {
          value = await value;
        }
        reply = '{"value":' + (typeof value === 'boolean' ? value : jsonOf(value)) + '}';
      } else if (job.kind === 'call') {
        const module = modules.entries[job.module] ?? keep(modules, job.module, load(job.module));
        let value = apply(exported(module, job.function), undefined, job.values);
        if (typeof value === 'object' && value !== null) {
          value = await value;
        }
        reply = '{"value":' + jsonOf(value) + '}';
      } else {
        const template =
          templates.entries[job.template] ??
          keep(templates, job.template, compileTemplate(job.template, job.filters));
        reply = '{"value":' + stringify(template.render(job.vars)) + '}';
      }
    } catch (thrown) {
      reply = failureOf(thrown);
    }
  }
}
