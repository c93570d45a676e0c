package dev.promptcards.promptfoo.inline;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.script.ScriptResult;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns ECMAScript modules and TypeScript into CommonJS with Sucrase, which runs in the sandbox
/// like any other script. Types are taken out, not checked. `await` at the top of a module and
/// `import.meta` are not covered: CommonJS has no word for them.
final class CommonJs {

    private static final String SUCRASE = "/META-INF/resources/_static/sucrase/3.35.1/";
    private static final String ENTRY = "common-js.js";

    /// What is for checks of options, maps of sources and debugging. None is asked for, and each
    /// would bring a package of its own.
    private static final Map<String, String> UNUSED =
            Map.of(
                    "dist/Options.js",
                    "exports.validateOptions = () => {};",
                    "lines-and-columns",
                    "",
                    "@jridgewell/gen-mapping",
                    "");

    private final Workshop workshop;
    private @Nullable String sucrase;

    CommonJs(Workshop workshop) {
        this.workshop = workshop;
    }

    /// @param file named where the text cannot be read
    String of(Path file, String text, boolean isTypeScript) throws Refusal {
        ScriptResult result =
                workshop.call(
                        sucrase(),
                        Optional.empty(),
                        List.of(TextNode.valueOf(text), BooleanNode.valueOf(isTypeScript)));
        return switch (result) {
            case ScriptResult.Value(var value) -> value.textValue();
            case ScriptResult.Failed(String message) ->
                    throw new Place(file, 0)
                            .refused(
                                    "cannot be read as %s: %s"
                                            .formatted(
                                                    isTypeScript ? "TypeScript" : "JavaScript",
                                                    message));
            case ScriptResult.Stopped(String message) ->
                    throw new Place(file, 0).refused("cannot be read: " + message);
        };
    }

    private String sucrase() throws Refusal {
        if (sucrase == null) {
            try {
                sucrase = Bundle.of(new Resources(), ENTRY);
            } catch (Bundle.TooLarge e) {
                throw new IllegalStateException(e);
            }
        }
        return sucrase;
    }

    /// The modules of Sucrase on the class path.
    private static final class Resources implements Library {

        @Override
        public String text(String name) {
            String unused = UNUSED.get(name);
            return unused != null
                    ? unused
                    : read(name).orElseThrow(() -> new IllegalStateException(name + " is missing"));
        }

        @Override
        public Optional<String> find(String from, Requests.Request request) {
            if (!request.name().startsWith(".")) {
                return Optional.of(request.name()).filter(UNUSED::containsKey);
            }
            Path near = Path.of(from).resolveSibling(request.name()).normalize();
            String name = near.toString().replace('\\', '/');
            return List.of(name + ".js", name + "/index.js").stream()
                    .filter(candidate -> read(candidate).isPresent())
                    .findFirst();
        }

        private static Optional<String> read(String name) {
            String resource =
                    name.equals(ENTRY)
                            ? "/dev/promptcards/promptfoo/inline/" + name
                            : SUCRASE + name;
            try (InputStream stream = CommonJs.class.getResourceAsStream(resource)) {
                return stream == null
                        ? Optional.empty()
                        : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
