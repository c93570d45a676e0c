package dev.promptcards.promptfoo.keep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// Where the scripts of a configuration are written: `{script, function?}` becomes the name of a
/// file, as an author writes it. The same script is one file.
public final class ScriptFolder {

    /// Parts whose members are an author's data, whatever they look like.
    private static final Set<String> DATA = Set.of("vars", "metadata", "providerOutput");

    private static final int NAME_LENGTH = 12;

    private final Optional<Path> folder;

    private ScriptFolder(Optional<Path> folder) {
        this.folder = folder;
    }

    /// @param config beside whose name the folder stands: `suite.yaml`, `suite-scripts/`
    public static ScriptFolder beside(Path config) {
        String stem = config.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        return new ScriptFolder(Optional.of(config.resolveSibling(stem + "-scripts")));
    }

    /// No folder: a script cannot be written.
    public static ScriptFolder none() {
        return new ScriptFolder(Optional.empty());
    }

    /// The value with files in place of its scripts.
    ///
    /// @throws IOException if a script cannot be written, or there is no folder for it
    JsonNode written(JsonNode value) throws IOException {
        if (value instanceof ObjectNode object) {
            if (object.path("script").isTextual()) {
                return TextNode.valueOf(written(object));
            }
            for (var member : object.properties()) {
                if (!DATA.contains(member.getKey())) {
                    member.setValue(written(member.getValue()));
                }
            }
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, written(array.get(i)));
            }
        }
        return value;
    }

    private String written(ObjectNode script) throws IOException {
        Path into =
                folder.orElseThrow(
                        () ->
                                new IOException(
                                        "it has scripts, which are files of their own; name a file"
                                                + " with -o"));
        String text = script.path("script").textValue();
        Files.createDirectories(into);
        Path file = into.resolve(hash(text) + ".cjs");
        Files.writeString(file, text);
        String function = script.path("function").asText("");
        return "file://%s/%s%s"
                .formatted(
                        into.getFileName(),
                        file.getFileName(),
                        function.isEmpty() ? "" : ":" + function);
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, NAME_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
