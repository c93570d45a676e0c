package dev.promptcards.secret;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What keys are called, and where in a provider's configuration one may stand though nothing is
/// called one: a header, a part of `auth`, a request written out, the query of a URL.
final class SecretNames {

    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)(?:.*(?:(?:api|access|private|subscription|shared|account)[-_]?key|[-_]key"
                            + "|token|secret|password|passwd|passphrase|credentials?|authorization"
                            + "|cookies?|signature)|key|sig|pwd|(?-i:.*[a-z]Key))");

    /// Parameters whose names only look like secrets.
    private static final Set<String> PARAMETERS =
            Set.of("prompt_cache_key", "promptcachekey", "sort_key", "partition_key");

    private static final Set<String> WHOLE =
            Set.of("auth", "cookies", "headers", "queryParams", "request");

    /// What is asked, or offered to a model: texts like any other.
    private static final Set<String> SAID =
            Set.of("body", "functions", "response_format", "responseSchema", "tools");

    /// Answers that were recorded.
    private static final Set<String> OPAQUE = Set.of("recordings");

    /// What no key stands in, even where any value may be one.
    private static final Set<String> HARMLESS =
            Set.of(
                    "accept",
                    "accept-encoding",
                    "accept-language",
                    "anthropic-beta",
                    "anthropic-version",
                    "api-version",
                    "cache-control",
                    "content-type",
                    "keyname",
                    "model",
                    "openai-beta",
                    "openai-organization",
                    "placement",
                    "type",
                    "user-agent",
                    "version");

    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{[^{}\"']*}}");
    private static final Pattern BESIDE =
            Pattern.compile("(?i)\\s*(?:bearer|basic|token|api-?key)?[\\s:]*");

    private SecretNames() {}

    static boolean isSecret(String name) {
        return SECRET.matcher(name).matches()
                && !PARAMETERS.contains(name.toLowerCase(Locale.ROOT));
    }

    /// Whether all that stands under a name may be a key.
    static boolean isWhole(String name) {
        return WHOLE.contains(name);
    }

    static boolean isSaid(String name) {
        return SAID.contains(name);
    }

    /// Whether nothing under a name is anybody's key.
    static boolean isOpaque(String name) {
        return OPAQUE.contains(name);
    }

    static boolean isHarmless(String name) {
        return HARMLESS.contains(name.toLowerCase(Locale.ROOT));
    }

    /// Whether a value says where a key is found, and holds none: `Bearer {{env.NAME}}`.
    static boolean isReference(String value) {
        return BESIDE.matcher(TEMPLATE.matcher(value).replaceAll("")).matches();
    }
}
