package dev.promptcards.audit.chain;

import dev.promptcards.tenancy.WorkspaceId;

import java.util.List;
import java.util.Optional;

/// What a chain was found to be.
///
/// @param events how many there are
/// @param first the number of the first that is there; more than 1 where older ones were retired
/// @param end where it ends: note it elsewhere, and a later verification can be held to it
/// @param erased how much personal data was erased with the person
/// @param breaches in the order of the chain; none is a whole chain
/// @param more whether there are more breaches than these
public record Verification(
        WorkspaceId workspace,
        long events,
        long first,
        Optional<Anchor> end,
        long erased,
        List<Breach> breaches,
        boolean more) {

    public boolean intact() {
        return breaches.isEmpty();
    }
}
