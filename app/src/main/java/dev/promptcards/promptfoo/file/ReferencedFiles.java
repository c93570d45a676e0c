package dev.promptcards.promptfoo.file;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The files that the references of a document lead to, each read once: read anew for every
/// reference, a few small files that name each other often would keep a machine busy for days.
final class ReferencedFiles {

    private final Path root;
    private final Map<Path, Located> read = new HashMap<>();
    private final Set<Path> open = new HashSet<>();

    /// @param root nothing outside it is read
    ReferencedFiles(Path root) {
        this.root = root;
    }

    /// The document of a file, its references resolved.
    Located read(Path file) throws Refusal {
        Path key = file.toAbsolutePath().normalize();
        Located known = read.get(key);
        if (known != null) {
            return known;
        }
        open.add(key);
        Located document = resolved(YamlFile.parse(file, TextFile.read(file)));
        open.remove(key);
        read.put(key, document);
        return document;
    }

    /// A document with its references resolved.
    Located resolved(Located written) throws Refusal {
        Located document =
                new Located(
                        written.file(),
                        References.resolve(written.file(), written.value(), written.lines(), this),
                        written.lines());
        Expansion.check(document);
        return document;
    }

    /// The document a reference names.
    ///
    /// @param from the file the reference stands in
    /// @param place of the reference
    JsonNode read(Path from, Place place, String name) throws Refusal {
        Path file = from.toAbsolutePath().resolveSibling(name).normalize();
        new Folder(root, root).beside(from).check(place, file);
        if (!Files.isRegularFile(file)) {
            throw place.refused("a '$ref' names the file '%s', and there is none".formatted(name));
        }
        if (open.contains(file)) {
            throw place.refused("files whose '$ref' lead to each other; write the value out");
        }
        return read(file).value();
    }
}
