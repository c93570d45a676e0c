package dev.promptcards.provider.http;

import java.util.regex.Pattern;

/// How the host of an address may be written.
final class HostSpelling {

    private static final String NUMBER = "(0|[1-9]\\d{0,2})";
    private static final Pattern FOUR_NUMBERS = Pattern.compile(NUMBER + "(\\." + NUMBER + "){3}");
    private static final Pattern BRACKETS = Pattern.compile("\\[[0-9A-Fa-f:.]+]");
    private static final Pattern NAME =
            Pattern.compile("([0-9A-Za-z-]+\\.)*[0-9A-Za-z-]*[A-Za-z][0-9A-Za-z-]*\\.?");
    private static final Pattern HEXADECIMAL = Pattern.compile("(?i)(.*\\.)?0x[0-9a-f]*\\.?");

    private HostSpelling() {}

    static boolean isPlain(String host) {
        return FOUR_NUMBERS.matcher(host).matches()
                || BRACKETS.matcher(host).matches()
                || (NAME.matcher(host).matches() && !HEXADECIMAL.matcher(host).matches());
    }

    /// @param authority as written, without a password
    static String objection(String called, String authority) {
        return """
        the host of %s, `%s`, is not called: write a name, or an address as 203.0.113.7 or \
        [2001:db8::7]. One that is not public is allowed with %s by whoever runs the server\
        """
                .formatted(called, authority, AddressPolicy.VARIABLE);
    }
}
