package dev.promptcards.promptfoo.inline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Folder;
import dev.promptcards.promptfoo.file.PathPattern;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.script.ScriptResult;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `file://check.js` and `file://check.js:name` as the server takes them: `{"script": text,
/// "function": name}`. Each file is bundled once.
public final class ScriptFiles {

    private static final Pattern NAME =
            Pattern.compile("(.*\\.(?:js|cjs|mjs|ts|cts|mts))(?::([A-Za-z_$][\\w$]*))?");

    private static final String MAKER =
            """
            const inner = { exports: {} };
            new Function('module', 'exports', 'require', %s)(inner, inner.exports, require);
            const name = %s;
            const all = inner.exports;
            const made = name
              ? all[name] ?? all.default?.[name]
              : all.__esModule || all.default ? all.default : all;
            if (made === undefined) throw new Error('it exports nothing of that name');
            module.exports = (...args) => (typeof made === 'function' ? made(...args) : made);
            """;

    private final Folder folder;
    private final Workshop workshop;
    private final CommonJs commonJs;
    private final Map<Path, Made> made = new HashMap<>();

    private record Made(String text, List<Finding> findings) {}

    public ScriptFiles(Folder folder, Workshop workshop) {
        this.folder = folder;
        this.workshop = workshop;
        this.commonJs = new CommonJs(workshop);
    }

    /// Whether a name, with or without `file://`, is that of a script or of a function in one.
    public static boolean isScript(String name) {
        return name.indexOf('\n') < 0 && NAME.matcher(name).matches();
    }

    /// The name of the file without scheme and function.
    public static String fileOf(String name) {
        Matcher matcher = NAME.matcher(PathPattern.withoutScheme(name));
        return matcher.matches() ? matcher.group(1) : PathPattern.withoutScheme(name);
    }

    /// The script a name stands for.
    ///
    /// @param place where the name stands
    /// @param findings what scripts ask for that is not there
    public ObjectNode read(Place place, String name, Consumer<Finding> findings) throws Refusal {
        return read(folder, place, name, findings);
    }

    /// As above, the name being relative to another folder.
    public ObjectNode read(Folder from, Place place, String name, Consumer<Finding> findings)
            throws Refusal {
        Matcher matcher = NAME.matcher(PathPattern.withoutScheme(name));
        if (!matcher.matches()) {
            throw place.refused("'%s' is no JavaScript or TypeScript file".formatted(name));
        }
        Path file = from.file(place, matcher.group(1));
        Made bundle = made.get(file);
        if (bundle == null) {
            bundle = bundle(place, file);
            made.put(file, bundle);
        }
        bundle.findings().forEach(findings);
        ObjectNode script = JsonNodeFactory.instance.objectNode().put("script", bundle.text());
        if (matcher.group(2) != null) {
            script.put("function", matcher.group(2));
        }
        return script;
    }

    private Made bundle(Place place, Path file) throws Refusal {
        List<Finding> found = new ArrayList<>();
        Folder base = new Folder(folder.path().toAbsolutePath().normalize(), folder.root());
        try {
            String text = Bundle.of(new Siblings(base, commonJs, found::add), base.nameOf(file));
            return new Made(text, List.copyOf(found));
        } catch (Bundle.TooLarge e) {
            throw place.refused(
                    "'%s' and the files it requires hold %s"
                            .formatted(file.getFileName(), e.getMessage()));
        }
    }

    /// What a script makes now: what its function returns or, where it exports no function, what it
    /// exports.
    ///
    /// @param from what the name is relative to
    /// @param place where the name stands
    public JsonNode made(Folder from, Place place, String name, List<JsonNode> arguments)
            throws Refusal {
        ObjectNode script = read(from, place, name, _ -> {});
        String text =
                MAKER.formatted(
                        script.path("script"),
                        script.has("function") ? script.path("function") : "null");
        ObjectNode maker = JsonNodeFactory.instance.objectNode().put("script", text);
        return call(place, maker, arguments);
    }

    /// A template rendered now; as it stands where it cannot be.
    public String rendered(String template, JsonNode vars) {
        return workshop.render(template, vars) instanceof ScriptResult.Value(var text)
                ? text.asText()
                : template;
    }

    /// Runs a script now, for what it makes is read here.
    ///
    /// @param place named where it fails
    public JsonNode call(Place place, ObjectNode script, List<JsonNode> arguments) throws Refusal {
        return value(
                place,
                workshop.call(
                        script.path("script").textValue(),
                        Optional.ofNullable(script.path("function").textValue()),
                        arguments));
    }

    /// Runs inline code now.
    ///
    /// @param arguments what it sees, by name
    public JsonNode evaluate(Place place, String code, Map<String, JsonNode> arguments)
            throws Refusal {
        return value(place, workshop.evaluate(code, arguments));
    }

    private static JsonNode value(Place place, ScriptResult result) throws Refusal {
        return switch (result) {
            case ScriptResult.Value(var value) -> value;
            case ScriptResult.Failed(String message) ->
                    throw place.refused("the script failed: " + message);
            case ScriptResult.Stopped(String message) ->
                    throw place.refused("the script was stopped: " + message);
        };
    }
}
