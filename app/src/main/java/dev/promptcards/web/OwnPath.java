package dev.promptcards.web;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/// Where to go after signing in, when a link said so: to a page of ours and nowhere else.
final class OwnPath {

    /// Of printable ASCII, and neither `//host` nor `/\host`, which browsers take for another host.
    private static final Pattern SAFE =
            Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]{0,2000}|/");

    private OwnPath() {}

    /// The path, or `/` where it is none of ours.
    static String of(@Nullable String wanted) {
        return wanted != null && SAFE.matcher(wanted).matches() ? wanted : "/";
    }
}
