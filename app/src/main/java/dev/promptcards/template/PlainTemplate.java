package dev.promptcards.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.util.Optional;
import java.util.Set;

/// Renders without the sandbox what most prompts are: text, `{{ name }}` and `{{ path.to.name }}`
/// of strings, numbers and booleans. The result is what Nunjucks would write, to the byte; where
/// that is not certain there is no result and Nunjucks is asked.
final class PlainTemplate {

    /// Words Nunjucks reads as something else than a name, its globals, and what every JavaScript
    /// object inherits.
    private static final Set<String> NO_PLAIN_NAMES =
            Set.of(
                    """
                    and else false if in is none not null or true cycler joiner range \
                    constructor hasOwnProperty isPrototypeOf propertyIsEnumerable \
                    toLocaleString toString valueOf __proto__ __defineGetter__ \
                    __defineSetter__ __lookupGetter__ __lookupSetter__\
                    """
                            .split(" "));

    private final String template;
    private final StringBuilder text;
    private int at;

    private PlainTemplate(String template) {
        this.template = template;
        this.text = new StringBuilder(template.length() + 64);
    }

    /// Whether there is anything to render: a text without a tag is its own rendering.
    static boolean hasTags(String template) {
        return nextTag(template, 0) >= 0;
    }

    static Optional<String> render(String template, JsonNode vars) {
        PlainTemplate plain = new PlainTemplate(template);
        return plain.renderTags(vars) ? Optional.of(plain.text.toString()) : Optional.empty();
    }

    private boolean renderTags(JsonNode vars) {
        for (int tag = nextTag(template, 0); tag >= 0; tag = nextTag(template, at)) {
            text.append(template, at, tag);
            at = tag;
            if (!skip("{{") || !renderPath(vars)) {
                return false;
            }
        }
        text.append(template, at, template.length());
        return true;
    }

    private boolean renderPath(JsonNode vars) {
        skipSpace();
        JsonNode value = vars;
        do {
            String name = name();
            boolean hasMembers = value.isObject() || value.isMissingNode();
            if (name.isEmpty() || NO_PLAIN_NAMES.contains(name) || !hasMembers) {
                return false;
            }
            value = member(value, name);
        } while (skip("."));
        skipSpace();
        if (!skip("}}")) {
            return false;
        }
        if (value.isMissingNode()) {
            return true;
        }
        Optional<String> written = JavaScriptText.ofPlain(value);
        written.ifPresent(text::append);
        return written.isPresent();
    }

    /// A missing node stands for null as well: both are written as nothing and have no members.
    private static JsonNode member(JsonNode value, String name) {
        JsonNode member = value.path(name);
        return member.isNull() ? MissingNode.getInstance() : member;
    }

    private String name() {
        int start = at;
        while (at < template.length() && isNamePart(template.charAt(at), at > start)) {
            at++;
        }
        return template.substring(start, at);
    }

    private static boolean isNamePart(char c, boolean digitsToo) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (digitsToo && c >= '0' && c <= '9');
    }

    private boolean skip(String expected) {
        boolean there = template.startsWith(expected, at);
        if (there) {
            at += expected.length();
        }
        return there;
    }

    private void skipSpace() {
        while (at < template.length() && " \n\t\r\u00a0".indexOf(template.charAt(at)) >= 0) {
            at++;
        }
    }

    private static int nextTag(String template, int from) {
        int brace = template.indexOf('{', from);
        while (brace >= 0 && brace + 1 < template.length()) {
            char next = template.charAt(brace + 1);
            if (next == '{' || next == '%' || next == '#') {
                return brace;
            }
            brace = template.indexOf('{', brace + 1);
        }
        return -1;
    }
}
