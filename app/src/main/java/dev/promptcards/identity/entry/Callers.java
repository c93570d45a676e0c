package dev.promptcards.identity.entry;

import dev.promptcards.identity.Caller;

/// Who makes the request that is being carried out.
final class Callers {

    private Callers() {}

    /// The person; refused to who is none.
    static Caller.Person person() {
        return Caller.current().orElseThrow().requirePerson();
    }
}
