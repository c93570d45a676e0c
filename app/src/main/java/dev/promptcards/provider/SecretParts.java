package dev.promptcards.provider;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Where a provider's configuration may hold a key though nothing is called one: a header, a part
/// of `auth`, a request written out, the query of a URL.
public final class SecretParts {

    public static final String BLOTTED = "[REDACTED]";

    private static final Set<String> WHOLE =
            Set.of("auth", "cookies", "headers", "queryParams", "request");

    /// What no key stands in, even there.
    private static final Set<String> HARMLESS =
            Set.of("accept", "content-type", "keyname", "placement", "type", "user-agent");

    private static final Pattern TEMPLATE =
            Pattern.compile("(?i)(bearer |basic )?\\s*\\{\\{[^}]*}}\\s*");

    private static final Pattern PASSWORD = Pattern.compile("(?i)^(\\s*https?://)[^/?#@]+@");
    private static final Pattern URL = Pattern.compile("(?is)^\\s*https?://.*");

    /// Variables are filled in later and are no secret here.
    private static final Pattern QUERY_VALUE =
            Pattern.compile("([?&][^=&#?]*=)(?!\\s*\\{\\{)[^&#]+");

    private SecretParts() {}

    /// Whether all that stands under a name may be a key.
    public static boolean isWhole(String name) {
        return WHOLE.contains(name);
    }

    /// Whether a value under such a name is none after all: a media type, or the name of a
    /// variable.
    public static boolean isHarmless(String name, String value) {
        return HARMLESS.contains(name.toLowerCase(Locale.ROOT))
                || TEMPLATE.matcher(value).matches();
    }

    /// A URL without its password and the values in its query; any other text as it is.
    public static String blotted(String text) {
        if (!URL.matcher(text).matches()) {
            return text;
        }
        String nameless = PASSWORD.matcher(text).replaceFirst("$1");
        return QUERY_VALUE.matcher(nameless).replaceAll("$1" + BLOTTED);
    }
}
