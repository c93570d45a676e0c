package dev.promptcards.identity;

import io.micronaut.http.HttpRequest;

import java.util.Optional;

/// Who makes a request into a workspace, and what they are there, both of them remembered: such a
/// request is let in on the event loop, by [RecognisedFilter]. Of all others [CallerFilter] and
/// [MembershipFilter] find it out, where waiting is allowed.
record Recognised(Caller caller, Standing standing) {

    private static final String ATTRIBUTE = "promptcards.recognised";

    /// What was found out of a request, once for all filters: what is remembered in one moment may
    /// not be in the next.
    private record Found(Optional<Recognised> recognised) {}

    static Optional<Recognised> of(HttpRequest<?> request, Recognition recognition) {
        if (request.getAttribute(ATTRIBUTE).orElse(null) instanceof Found(var recognised)) {
            return recognised;
        }
        var found = new Found(recognition.of(request));
        request.setAttribute(ATTRIBUTE, found);
        return found.recognised();
    }
}
