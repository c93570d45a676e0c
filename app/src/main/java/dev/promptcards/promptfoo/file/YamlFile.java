package dev.promptcards.promptfoo.file;

import com.fasterxml.jackson.databind.JsonNode;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;

import java.io.StringReader;
import java.nio.file.Path;

/// YAML (and so JSON) documents as JSON values with the lines they stand on. Nothing is constructed
/// but plain values; depth, size and what anchors and references expand to are limited.
public final class YamlFile {

    /// Levels of nesting; a hand-written configuration has about ten.
    static final int MAX_DEPTH = 100;

    private YamlFile() {}

    /// Reads the one document of a file; an empty file is a null value.
    public static Located read(Path file) throws Refusal {
        return parse(file, TextFile.read(file));
    }

    static Located parse(Path file, String text) throws Refusal {
        Lines lines = Lines.single(1);
        Node node = compose(file, text);
        JsonNode root = new NodeReader(file, lines).document(node);
        Located document = new Located(file, References.resolve(file, root, lines), lines);
        Expansion.check(document);
        return document;
    }

    private static Node compose(Path file, String text) throws Refusal {
        LoaderOptions limits = new LoaderOptions();
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setCodePointLimit((int) TextFile.MAX_BYTES);
        // What aliases expand to is measured by Expansion; their number alone says nothing.
        limits.setMaxAliasesForCollections(Integer.MAX_VALUE);
        DumperOptions unused = new DumperOptions();
        Yaml yaml =
                new Yaml(
                        new SafeConstructor(limits),
                        new Representer(unused),
                        unused,
                        limits,
                        new CoreSchema());
        try {
            return yaml.compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw new Place(file, lineOf(e)).refused("broken YAML: " + problemOf(e));
        } catch (ReaderException e) {
            int line =
                    (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
            throw new Place(file, line + 1)
                    .refused(
                            "broken YAML: the character U+%04X is not allowed; write it as an escape"
                                    .formatted(e.getCodePoint()));
        } catch (YAMLException e) {
            throw new Place(file, 0).refused("broken YAML: " + e.getMessage());
        }
    }

    private static int lineOf(MarkedYAMLException e) {
        Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        return mark == null ? 0 : mark.getLine() + 1;
    }

    private static String problemOf(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        Mark begun = e.getContextMark();
        String since = begun == null ? "" : " (begun on line %d)".formatted(begun.getLine() + 1);
        return "%s%s%s; check the indentation and the quotes here"
                .formatted(context, e.getProblem(), since);
    }
}
