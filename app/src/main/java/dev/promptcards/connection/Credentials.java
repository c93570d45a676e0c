package dev.promptcards.connection;

import java.util.Map;

/// What of a connection nobody may read. It prints nothing of itself.
///
/// @param key empty where there is none
/// @param headers values by name, in small letters
record Credentials(String key, Map<String, String> headers) {

    static final Credentials NONE = new Credentials("", Map.of());

    private static final int SPARED = 4;
    private static final int LONG_ENOUGH = 16;

    boolean isEmpty() {
        return key.isEmpty() && headers.isEmpty();
    }

    /// The last four characters, of a key that keeps enough others.
    String hint() {
        return key.length() < LONG_ENOUGH ? "" : key.substring(key.length() - SPARED);
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
