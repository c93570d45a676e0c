package dev.promptcards.promptfoo.inline;

import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Folder;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.TextFile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The scripts of a folder, by their names as seen from it. What a script requires by a relative
/// name is found as Node.js finds it; packages and what belongs to Node.js are not there, which is
/// said once where it is read and again where a script gets there.
final class Siblings implements Library {

    private static final List<String> ENDINGS =
            List.of(
                    "",
                    ".js",
                    ".cjs",
                    ".mjs",
                    ".ts",
                    ".cts",
                    ".mts",
                    ".json",
                    "/index.js",
                    "/index.ts");
    private static final Set<String> TYPED = Set.of("ts", "cts", "mts");

    private final Folder folder;
    private final CommonJs commonJs;
    private final Consumer<Finding> findings;

    Siblings(Folder folder, CommonJs commonJs, Consumer<Finding> findings) {
        this.folder = folder;
        this.commonJs = commonJs;
        this.findings = findings;
    }

    @Override
    public String text(String name) throws Refusal {
        Path file = folder.path().resolve(name);
        String text = TextFile.read(file);
        if (text.startsWith("#!")) {
            text = "//" + text;
        }
        String ending = ending(name);
        if (ending.equals("json")) {
            return "module.exports = JSON.parse(%s);".formatted(TextNode.valueOf(text));
        }
        boolean isTyped = TYPED.contains(ending);
        return isTyped || ending.equals("mjs") || Requests.isModule(text)
                ? commonJs.of(file, text, isTyped)
                : text;
    }

    @Override
    public Optional<String> find(String from, Requests.Request request) throws Refusal {
        Path here = folder.path().resolve(from);
        Place place = new Place(here, request.line());
        if (!request.name().startsWith(".")) {
            findings.accept(
                    place.unsupported(
                            ("require('%s') finds nothing: scripts reach no package, no file and no"
                                 + " network. Cases that get there become errors; a file in the"
                                 + " configuration's folder can be required by its relative name")
                                    .formatted(request.name())));
            return Optional.empty();
        }
        Path near = here.resolveSibling(request.name()).normalize();
        folder.check(place, near);
        Optional<Path> found = candidates(near).filter(Files::isRegularFile).findFirst();
        if (found.isPresent()) {
            folder.check(place, found.get());
        }
        return found.map(folder::nameOf);
    }

    private static Stream<Path> candidates(Path near) {
        Stream<Path> named = ENDINGS.stream().map(ending -> Path.of(near + ending));
        // TypeScript names what its files will be once compiled: './x.js' is x.ts.
        String name = near.toString();
        return name.endsWith("js")
                ? Stream.concat(
                        named, Stream.of(Path.of(name.substring(0, name.length() - 2) + "ts")))
                : named;
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
