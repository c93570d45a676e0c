package dev.promptcards.provider.api;

import java.nio.charset.StandardCharsets;

/// The beginning of what a server said, fit for one line of a message.
public final class Excerpt {

    private static final int LENGTH = 300;

    private Excerpt() {}

    public static String of(byte[] body) {
        // A character has at most four bytes, and one cut in half at the end is left out below.
        int enough = Math.min(body.length, 4 * (LENGTH + 1));
        return of(new String(body, 0, enough, StandardCharsets.UTF_8));
    }

    public static String of(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LENGTH ? line : line.substring(0, LENGTH) + "…";
    }
}
