package dev.promptcards.provider.http;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which headers a configuration may set.
public final class HeaderRules {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /// Headers that belong to the connection.
    private static final Set<String> RESERVED =
            Set.of("host", "content-length", "transfer-encoding", "connection", "expect");

    private HeaderRules() {}

    /// Why a header cannot be sent; empty where it can. Never quotes its value.
    ///
    /// @param name in small letters
    public static Optional<String> refusal(String name, String value) {
        if (RESERVED.contains(name) || !NAME.matcher(name).matches()) {
            return Optional.of("the header `%s` cannot be set".formatted(name));
        }
        return value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f || c > 0xff)
                ? Optional.of(
                        "the value of the header `%s` holds characters no header may hold"
                                .formatted(name))
                : Optional.empty();
    }
}
