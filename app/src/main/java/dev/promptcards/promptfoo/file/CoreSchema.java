package dev.promptcards.promptfoo.file;

import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Which plain words of a YAML file are not text: the YAML 1.2 core schema, as the configurations
/// were written for, with merge keys. `yes`, `on` and `12:30` are text here, not values of YAML
/// 1.1; so are dates.
final class CoreSchema implements Schema, ScalarResolver {

    /// Merge keys. Not the library's own tag, which has it merge before lines are noted.
    static final Tag MERGE = new Tag("!merge");

    private static final Map<Tag, Pattern> PLAIN = new LinkedHashMap<>();

    static {
        PLAIN.put(Tag.NULL, Pattern.compile("~|null|Null|NULL|"));
        PLAIN.put(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"));
        PLAIN.put(Tag.INT, Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"));
        PLAIN.put(
                Tag.FLOAT,
                Pattern.compile("[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?"));
        PLAIN.put(MERGE, Pattern.compile("<<"));
    }

    @Override
    public ScalarResolver getScalarResolver() {
        return this;
    }

    @Override
    public Tag resolve(String value, Boolean plain) {
        if (!plain || !maybeOther(value)) {
            return Tag.STR;
        }
        for (var kind : PLAIN.entrySet()) {
            if (kind.getValue().matcher(value).matches()) {
                return kind.getKey();
            }
        }
        return Tag.STR;
    }

    /// Most words are told to be text by how they begin.
    private static boolean maybeOther(String value) {
        return value.isEmpty() || "~nNtTfF<-+.0123456789".indexOf(value.charAt(0)) >= 0;
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
        return Map.of();
    }
}
