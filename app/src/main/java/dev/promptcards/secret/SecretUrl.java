package dev.promptcards.secret;

import dev.promptcards.secret.WrittenSecrets.Replacement;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The parts of a URL that may be keys: name and password before its host, and the values of its
/// query. What comes before the scheme, as in `webhook:https://…`, is none.
final class SecretUrl {

    private static final Pattern URL =
            Pattern.compile(
                    "(?is)(\\s*(?:[\\w.-]+:)*?(?:https?|wss?)://)([^/?#]*@)?([^?#]*)(\\?[^#]*)?(.*)");

    private SecretUrl() {}

    /// A URL with its keys replaced; any other text as it is.
    static String replaced(String path, String text, Replacement by) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return text;
        }
        String user =
                url.group(2) == null ? "" : url.group(2).substring(0, url.group(2).length() - 1);
        String query = url.group(4) == null ? "" : url.group(4).substring(1);
        return url.group(1)
                + (user.isEmpty() ? "" : value(path + "@", user, by) + "@")
                + url.group(3)
                + (query.isEmpty() ? "" : "?" + query(path, query, by))
                + url.group(5);
    }

    private static String query(String path, String query, Replacement by) {
        return Arrays.stream(query.split("&", -1))
                .map(
                        part -> {
                            int equals = part.indexOf('=');
                            String name = equals < 0 ? "" : part.substring(0, equals);
                            return SecretNames.isHarmless(name)
                                    ? part
                                    : part.substring(0, equals + 1)
                                            + value(
                                                    path + "?" + name,
                                                    part.substring(equals + 1),
                                                    by);
                        })
                .collect(Collectors.joining("&"));
    }

    private static String value(String path, String value, Replacement by) {
        return SecretNames.isReference(value) ? value : by.of(path, value);
    }
}
