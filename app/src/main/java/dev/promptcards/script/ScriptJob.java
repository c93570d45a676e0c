package dev.promptcards.script;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the sandbox can be asked to do. All of it is text an author wrote, and none of it is
/// trusted.
public sealed interface ScriptJob {

    /// Renders a Nunjucks 3.2.4 template: autoescape off, undefined renders empty, the filter
    /// `load` parses JSON. The value of the result is a string.
    ///
    /// @param vars an object; `env` is a variable like any other
    record Render(String template, JsonNode vars) implements ScriptJob {}

    /// Runs JavaScript as promptfoo runs it inline. Code of one line is an expression whose value
    /// is the result (after a `const`, `let` or `var` the last expression is); code of several
    /// lines is the body of a function and must `return`. A promise is awaited.
    ///
    /// The value of the result is the JSON of what came back. What JSON cannot carry (undefined, a
    /// function, a symbol, NaN, Infinity, also deep inside) is [ScriptResult.Failed], never a null.
    ///
    /// @param arguments what the code sees, by name, for example `output` and `context`
    record Evaluate(String code, Map<String, JsonNode> arguments) implements ScriptJob {}

    /// Calls a function of a CommonJS module with `arguments`. A promise is awaited. The module is
    /// one text: what it requires of its siblings stands in it, and `require` of anything else
    /// throws and says that a script reaches no file and no network. It is run once for each
    /// engine, so its top-level state lasts from call to call.
    ///
    /// The function is the export of that name or, without a name, `module.exports` itself or its
    /// `default`. The value of the result is as with [Evaluate].
    record Call(String module, Optional<String> function, List<JsonNode> arguments)
            implements ScriptJob {}

    /// Does `new RegExp(pattern, flags)` match anywhere in `text`? The value is true or false.
    record Matches(String pattern, String flags, String text) implements ScriptJob {}
}
