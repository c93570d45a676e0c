package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts scripts in the place of `file://x.js:function`, as whoever reads a configuration does.
final class ScriptFiles {

    private static final Pattern FILE = Pattern.compile("file://([\\w-]+\\.js)(?::(\\w+))?");

    private ScriptFiles() {}

    static JsonNode inlined(JsonNode config, Path folder) {
        Matcher file = FILE.matcher(config.asText());
        if (config.isTextual() && file.matches()) {
            ObjectNode script = Workbench.MAPPER.createObjectNode();
            script.put("script", read(folder.resolve(file.group(1))));
            return file.group(2) == null ? script : script.put("function", file.group(2));
        }
        if (config instanceof ObjectNode object) {
            object.properties()
                    .forEach(member -> member.setValue(inlined(member.getValue(), folder)));
        }
        if (config instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, inlined(list.get(i), folder));
            }
        }
        return config;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
