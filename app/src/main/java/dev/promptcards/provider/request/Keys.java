package dev.promptcards.provider.request;

import dev.promptcards.provider.http.Secret;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;

/// What an endpoint may quote and nobody may read: the run's keys, and what went out in headers.
record Keys(Collection<String> values) {

    /// Shorter ones would blot out ordinary words.
    private static final int SHORTEST = 8;

    private static final Set<String> HARMLESS = Set.of("accept", "content-type", "user-agent");

    Keys with(Outgoing outgoing) {
        Stream<String> sent =
                outgoing.headers().entrySet().stream()
                        .filter(header -> !HARMLESS.contains(header.getKey()))
                        .flatMap(header -> Stream.of(header.getValue().split(" ", -1)));
        return new Keys(Stream.concat(values.stream(), sent).distinct().toList());
    }

    String blotted(String text) {
        String blotted = text;
        for (String value : values) {
            if (value.length() >= SHORTEST) {
                blotted = new Secret(value).blotted(blotted);
            }
        }
        return blotted;
    }

    @Override
    public String toString() {
        return "***";
    }
}
