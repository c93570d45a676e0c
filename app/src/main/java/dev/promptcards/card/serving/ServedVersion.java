package dev.promptcards.card.serving;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.promptcards.card.CardVersion;
import dev.promptcards.card.VersionView;
import dev.promptcards.http.EntityTag;

/// A version as it is served under a label. It never changes, so its bytes are made once.
///
/// @param version for who renders it
/// @param json the answer, as it goes over the wire
/// @param entityTag names the version: a label moved away and back shows the same again
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole, and never changed.
public record ServedVersion(CardVersion version, byte[] json, EntityTag entityTag) {

    /// A version and where it was found.
    ///
    /// @param card the slug of its card
    /// @param label that points at it
    public record Labelled(String card, String label, @JsonUnwrapped VersionView version) {}
}
