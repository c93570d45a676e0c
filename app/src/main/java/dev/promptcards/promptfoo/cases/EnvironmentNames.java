package dev.promptcards.promptfoo.cases;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Collects the names of environment variables that templates refer to as `env.NAME`. Only these
/// are sent with a run.
public final class EnvironmentNames {

    private static final Pattern REFERENCE =
            Pattern.compile(
                    "\\benv\\s*(?:\\.\\s*([A-Za-z_]\\w*)|\\[\\s*['\"]([A-Za-z_]\\w*)['\"]\\s*])");

    private final Set<String> names = new TreeSet<>();

    public void addFrom(JsonNode value) {
        if (value.isTextual()) {
            addFrom(value.textValue());
        }
        value.forEach(this::addFrom);
    }

    public void addFrom(String text) {
        if (!text.contains("env") || !(text.contains("{{") || text.contains("{%"))) {
            return;
        }
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find()) {
            names.add(reference.group(1) != null ? reference.group(1) : reference.group(2));
        }
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(names);
    }
}
