package dev.promptcards.identity;

import io.micronaut.http.HttpRequest;

import java.util.Optional;

/// Who makes a request into a workspace, and what they may do there, both of them remembered: such
/// a request is let in on the event loop, by [RecognisedFilter]. Of all others [CallerFilter] and
/// [AccessFilter] find it out, where waiting is allowed.
record Recognised(Caller caller, Standing standing) {

    private static final String ATTRIBUTE = "promptcards.recognised";

    /// What was found out of a request once, so that all filters go by the same.
    static Optional<Recognised> of(HttpRequest<?> request, Recognition recognition) {
        var asked = request.getAttribute(ATTRIBUTE).orElse(null);
        if (asked instanceof Optional<?> known) {
            return known.map(Recognised.class::cast);
        }
        var found = recognition.of(request);
        request.setAttribute(ATTRIBUTE, found);
        return found;
    }
}
