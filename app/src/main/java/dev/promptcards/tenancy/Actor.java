package dev.promptcards.tenancy;

import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.core.propagation.PropagatedContextElement;

import java.util.Locale;
import java.util.Optional;

/// Who does something, as histories and the audit log record it. It names nobody in person: whose
/// id it is stands where a person can be erased.
///
/// @param kind what kind of doer
/// @param id the user's or the key's id; empty for the others
/// @param origin where the request came from, if it was one
public record Actor(Kind kind, String id, Optional<Origin> origin)
        implements PropagatedContextElement {

    /// Nobody outside asked for it: a worker, a migration, a schedule.
    public static final Actor SYSTEM = new Actor(Kind.SYSTEM, "", Optional.empty());

    /// The kinds of doers.
    public enum Kind {
        /// A command on this machine, let in by the token of `server.json`.
        LOCAL,
        /// A person who signed in.
        USER,
        /// An API key.
        KEY,
        /// The program itself.
        SYSTEM;

        /// As it is stored: `local`, `user`, `key`, `system`.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where a request came from. Personal data: it is stored where a person can be erased, and
    /// never logged.
    ///
    /// @param address the client's address
    /// @param userAgent what the client calls itself, cut to 200 characters
    public record Origin(String address, String userAgent) {}

    /// Somebody whose request does not say so itself: who has just signed in.
    public static Actor person(UserId user, Optional<Origin> origin) {
        return new Actor(Kind.USER, user.toString(), origin);
    }

    /// What histories store: `local`, `user:<id>`, `key:<id>`, `system`.
    public String name() {
        return id.isEmpty() ? kind.toString() : kind + ":" + id;
    }

    /// Who makes the request that is being carried out; the program itself outside requests.
    public static Actor current() {
        return PropagatedContext.getOrEmpty().find(Actor.class).orElse(SYSTEM);
    }
}
