package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Lines;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.ScriptFiles;

import java.nio.file.Path;
import java.util.List;

/// A configuration that is a module (`promptfooconfig.js`): what it exports, or what the function
/// it exports returns or promises. It runs in the sandbox; `process.env` is all it sees of the
/// outside.
final class ConfigModule {

    /// Functions would be lost on the way out, and what hangs on them with them.
    private static final String MAKER =
            """
            function refuse(value, at) {
              if (typeof value === 'function') {
                throw new Error(at + ' is a function; put it in a file of its own and name that,'
                  + ' as file://check.js');
              }
              if (typeof value === 'object' && value !== null) {
                for (const key of Object.keys(value)) refuse(value[key], at ? at + '.' + key : key);
              }
            }
            module.exports = async (env) => {
              globalThis.process = { env };
              try {
                const inner = { exports: {} };
                new Function('module', 'exports', 'require', %s)(inner, inner.exports, require);
                const all = inner.exports;
                const made = all.default?.default ?? all.default ?? all;
                const config = await (typeof made === 'function' ? made() : made);
                refuse(config, '');
                return config;
              } finally {
                delete globalThis.process;
              }
            };
            """;

    private ConfigModule() {}

    static Located read(Path file, ScriptFiles scripts, Environment environment) throws Refusal {
        Place place = new Place(file, 0);
        JsonNode module = scripts.read(place, file.getFileName().toString(), _ -> {});
        ObjectNode maker =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("script", MAKER.formatted(module.path("script")));
        return new Located(
                file, scripts.call(place, maker, List.of(environment.asJson())), Lines.single(0));
    }
}
