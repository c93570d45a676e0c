package dev.promptcards.promptfoo.file;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

import java.nio.file.Path;
import java.util.Optional;

/// YAML (and so JSON) documents as JSON values with the lines they stand on. Nothing is constructed
/// but plain values; depth, size and what anchors and references expand to are limited.
public final class YamlFile {

    /// Levels of nesting; a hand-written configuration has about ten.
    static final int MAX_DEPTH = 100;

    private YamlFile() {}

    /// Reads the one document of a file and resolves its references, which lead into the file's own
    /// folder and below; an empty file is a null value.
    public static Located read(Path file) throws Refusal {
        Path parent = file.getParent();
        return read(file, parent == null ? Path.of("") : parent);
    }

    /// As above.
    ///
    /// @param root references lead to nothing outside it
    public static Located read(Path file, Path root) throws Refusal {
        return new ReferencedFiles(root).read(file);
    }

    /// Reads the one document of a file as data: a JSON schema or an API's description may hold
    /// references of its own, circles among them, which are for whoever uses it to resolve.
    public static Located data(Path file) throws Refusal {
        Located document = parse(file, TextFile.read(file));
        Expansion.check(document);
        return document;
    }

    /// As it is written, before its references are resolved and its size is measured.
    static Located parse(Path file, String text) throws Refusal {
        Lines lines = Lines.single(1);
        Optional<Node> node = compose(file, text);
        return new Located(file, new NodeReader(file, lines).document(node), lines);
    }

    private static Optional<Node> compose(Path file, String text) throws Refusal {
        LoadSettings settings =
                LoadSettings.builder()
                        .setSchema(new CoreSchema())
                        .setCodePointLimit((int) TextFile.MAX_BYTES)
                        // What aliases expand to is measured by Expansion; their number alone says
                        // nothing.
                        .setMaxAliasesForCollections(Integer.MAX_VALUE)
                        .build();
        try {
            return new ShallowComposer(
                            settings, new ParserImpl(settings, new StreamReader(settings, text)))
                    .getSingleNode();
        } catch (MarkedYamlEngineException e) {
            throw new Place(file, lineOf(e)).refused("broken YAML: " + problemOf(e));
        } catch (ReaderException e) {
            int line =
                    (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
            throw new Place(file, line + 1)
                    .refused(
                            "broken YAML: the character U+%04X is not allowed; write it as an escape"
                                    .formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw new Place(file, 0).refused("broken YAML: " + e.getMessage());
        }
    }

    private static int lineOf(MarkedYamlEngineException e) {
        return e.getProblemMark()
                .or(e::getContextMark)
                .map(Mark::getLine)
                .map(n -> n + 1)
                .orElse(0);
    }

    private static String problemOf(MarkedYamlEngineException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        String since =
                e.getContextMark()
                        .map(begun -> " (begun on line %d)".formatted(begun.getLine() + 1))
                        .orElse("");
        return "%s%s%s; check the indentation and the quotes here"
                .formatted(context, e.getProblem(), since);
    }
}
