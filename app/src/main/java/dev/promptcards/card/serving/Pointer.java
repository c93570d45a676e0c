package dev.promptcards.card.serving;

import com.fasterxml.jackson.annotation.JsonIgnore;

import org.jspecify.annotations.Nullable;

/// Where a label of a card pointed when the card was at a revision.
///
/// @param revision of the card
/// @param version null where the label pointed nowhere
/// @param wasThere whether it pointed somewhere before: then it was removed
public record Pointer(int revision, @Nullable Integer version, boolean wasThere) {

    /// Whether the label never was: nothing is remembered of such, for anybody can make them up.
    @JsonIgnore
    boolean neverWas() {
        return version == null && !wasThere;
    }
}
