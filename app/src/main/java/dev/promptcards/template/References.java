package dev.promptcards.template;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The variables a template names, found as promptfoo finds them: in `{{ path }}`, `{{ path |
/// filter }}` and at the head of `if` and `for`. That is not all a template can name, but it
/// decides which values stay literal, and there a run has to agree with promptfoo.
final class References {

    private static final Pattern OUTPUT =
            Pattern.compile("\\{\\{\\s*+([^{}\\s|]++)\\s*+(?:\\|[^{}]++)?\\}\\}");
    private static final Pattern TAG = Pattern.compile("\\{%\\s*+(?:if|for)\\s++([^{}\\s]++)");
    private static final Pattern LOOP =
            Pattern.compile("\\{%\\s*+for\\s++(\\w++)\\s++in\\s++(\\w++)\\s*+%\\}");
    private static final Pattern RAW = Pattern.compile("\\{%\\s*+raw\\s*+%\\}");
    private static final Pattern ROOT = Pattern.compile("[A-Za-z_]\\w*+");

    private References() {}

    /// Whether `template` names a variable that `vars` does not hold. `env` always counts as held.
    static boolean anyUndefined(String template, JsonNode vars) {
        for (String path : paths(withoutComments(template))) {
            Matcher root = ROOT.matcher(path);
            if (root.lookingAt() && !root.group().equals("env") && !vars.has(root.group())) {
                return true;
            }
        }
        return false;
    }

    /// Whether a tag is opened that nothing closes. Such a text is not meant as a template, unless
    /// it marks parts of itself as raw.
    static boolean anyUnclosed(String template) {
        boolean unclosed =
                isUnclosed(template, "{{", "}}")
                        || isUnclosed(template, "{%", "%}")
                        || isUnclosed(template, "{#", "#}");
        return unclosed && !RAW.matcher(template).find();
    }

    private static boolean isUnclosed(String template, String open, String close) {
        int last = template.lastIndexOf(open);
        return last >= 0 && template.indexOf(close, last + 2) < 0;
    }

    private static Set<String> paths(String template) {
        Set<String> paths = new HashSet<>();
        OUTPUT.matcher(template).results().forEach(found -> paths.add(found.group(1)));
        TAG.matcher(template).results().forEach(found -> paths.add(found.group(1)));
        LOOP.matcher(template)
                .results()
                .forEach(
                        found -> {
                            paths.remove(found.group(1));
                            paths.add(found.group(2));
                        });
        return paths;
    }

    private static String withoutComments(String template) {
        StringBuilder rest = new StringBuilder(template.length());
        int at = 0;
        for (int open = template.indexOf("{#"); open >= 0; open = template.indexOf("{#", at)) {
            int close = template.indexOf("#}", open + 2);
            if (close < 0) {
                break;
            }
            rest.append(template, at, open);
            at = close + 2;
        }
        return rest.append(template, at, template.length()).toString();
    }
}
