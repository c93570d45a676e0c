package dev.promptcards.identity.audit;

import dev.promptcards.audit.chain.Anchor;
import dev.promptcards.audit.chain.Breach;
import dev.promptcards.audit.chain.Verification;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// What a chain was found to be.
///
/// @param workspace its slug; null for the installation's chain
/// @param end what to note elsewhere, and to give as `anchor` later
record VerificationView(
        @Nullable String workspace,
        boolean intact,
        long events,
        long first,
        @Nullable String end,
        long erased,
        List<Breach> breaches,
        boolean more) {

    static VerificationView of(Optional<String> slug, Verification found) {
        return new VerificationView(
                slug.orElse(null),
                found.intact(),
                found.events(),
                found.first(),
                found.end().map(Anchor::toString).orElse(null),
                found.erased(),
                found.breaches(),
                found.more());
    }
}
