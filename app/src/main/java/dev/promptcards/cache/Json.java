package dev.promptcards.cache;

/// JSON that is kept as it stands and comes back byte for byte, however long: it is not parsed.
///
/// @param text one JSON value in UTF-8; not to be changed by who has it
public record Json(byte[] text) {}
