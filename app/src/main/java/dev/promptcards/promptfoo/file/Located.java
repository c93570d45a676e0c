package dev.promptcards.promptfoo.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.nio.file.Path;

/// A value read from a file, and where it and its parts stand. The value may be shared with other
/// places through an anchor: copy it before changing it.
public record Located(Path file, JsonNode value, Lines lines) {

    /// The place of the value itself.
    public Place place() {
        return at(value);
    }

    /// The place of a mapping or list within the value.
    public Place at(JsonNode part) {
        return new Place(file, lines.of(part));
    }

    /// The place of a key of the value.
    public Place at(String key) {
        return new Place(file, lines.of(value, key));
    }

    /// The value under a key; a missing node where there is none.
    public Located get(String key) {
        JsonNode part = value.path(key);
        return part(part.isNull() ? MissingNode.getInstance() : part);
    }

    /// The same file and lines, another part of the value.
    public Located part(JsonNode part) {
        return new Located(file, part, lines);
    }

    public boolean isPresent() {
        return !value.isMissingNode() && !value.isNull();
    }
}
