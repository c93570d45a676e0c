package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.cases.Hooks;
import dev.promptcards.promptfoo.cases.Remarks;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.ScriptFiles;
import dev.promptcards.promptfoo.tests.TestSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads `extensions`: scripts promptfoo calls around a run. What a hook does before a test can be
/// done while the test is read; what it does after one changes no verdict.
final class Extensions {

    private static final Set<String> AFTER = Set.of("afterEach", "afterAll");

    /// A hook that returns nothing has changed what it was given.
    private static final String HOOK =
            """
            const inner = { exports: {} };
            new Function('module', 'exports', 'require', %s)(inner, inner.exports, require);
            const { beforeEach } = { ...inner.exports.default, ...inner.exports };
            module.exports = async (context, info) => (await beforeEach(context, info)) ?? context;
            """;

    private final ScriptFiles scripts;
    private final Remarks remarks;

    Extensions(ScriptFiles scripts, Remarks remarks) {
        this.scripts = scripts;
        this.remarks = remarks;
    }

    Hooks read(Located config) throws Refusal {
        List<Hooks.Script> before = new ArrayList<>();
        Located list = config.get("extensions");
        Place place = config.at("extensions");
        if (list.isPresent()) {
            for (Located item : TestSource.items(list)) {
                JsonNode name = item.value();
                if (!name.isTextual()) {
                    throw place.refused("'extensions' lists scripts, as file://hook.js:beforeEach");
                }
                add(place, name.textValue(), before);
            }
        }
        return new Hooks(scripts, List.copyOf(before));
    }

    private void add(Place place, String name, List<Hooks.Script> before) throws Refusal {
        String hook = name.substring(name.lastIndexOf(':') + 1);
        if (AFTER.contains(hook)) {
            remarks.ignored(
                    place, "the hook '%s' is not run; verdicts stay the same".formatted(name));
        } else if (hook.equals("beforeEach") && ScriptFiles.isScript(name)) {
            ObjectNode script = scripts.read(place, name, remarks::accept);
            String text = HOOK.formatted(script.path("script"));
            before.add(
                    new Hooks.Script(
                            place, JsonNodeFactory.instance.objectNode().put("script", text)));
        } else {
            remarks.unsupported(
                    place,
                    ("the hook '%s' is not supported; a hook 'beforeEach' in JavaScript is, and"
                         + " what 'beforeAll' prepares can be made by a .js file of tests")
                            .formatted(name));
        }
    }
}
