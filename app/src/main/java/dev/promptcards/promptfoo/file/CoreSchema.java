package dev.promptcards.promptfoo.file;

import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

import java.util.regex.Pattern;

/// Which plain words of a YAML file are not text: the YAML 1.2 core schema, as the configurations
/// were written for. `yes`, `on` and `12:30` are text here, not values of YAML 1.1; so are dates.
final class CoreSchema extends Resolver {

    private static final Pattern NULLS = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern BOOLEANS = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern INTEGERS =
            Pattern.compile("[-+]?(?:0b[01]+|0o[0-7]+|0x[0-9a-fA-F]+|[0-9](?:[0-9_]*[0-9])?)");
    private static final Pattern FLOATS =
            Pattern.compile(
                    "[-+]?(?:[0-9][0-9_]*(?:\\.[0-9_]*)?|\\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?");
    private static final Pattern MERGES = Pattern.compile("<<");

    @Override
    protected void addImplicitResolvers() {
        addImplicitResolver(Tag.NULL, NULLS, "~nN\0");
        addImplicitResolver(Tag.BOOL, BOOLEANS, "tTfF");
        addImplicitResolver(Tag.INT, INTEGERS, "-+0123456789");
        addImplicitResolver(Tag.FLOAT, FLOATS, "-+.0123456789");
        addImplicitResolver(Tag.MERGE, MERGES, "<");
    }
}
