package dev.promptcards.identity.entry;

import dev.promptcards.identity.Caller;
import dev.promptcards.problem.Problem;

/// Who makes the request that is being carried out.
final class Callers {

    private Callers() {}

    /// The person; refused to keys and to commands on the server's machine, who are nobody.
    static Caller.Person person() {
        if (Caller.current().orElseThrow() instanceof Caller.Person person) {
            return person;
        }
        throw new Problem.Forbidden(
                "This belongs to a person. Sign in as one: a key and the token of server.json are"
                        + " nobody.");
    }
}
