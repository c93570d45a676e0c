package dev.promptcards.identity;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.core.propagation.PropagatedContextElement;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Who makes a request, once a credential has told.
public sealed interface Caller extends PropagatedContextElement {

    /// A command on this machine, which showed the token of `server.json`. Who can read that file
    /// can read the database's password beside it, so it may do everything.
    record Local() implements Caller {}

    /// Somebody who signed in.
    ///
    /// @param session the session, or the family of refresh tokens, the credential belongs to
    record Person(UserId user, UUID session) implements Caller {}

    /// An API key, good for one workspace.
    ///
    /// @param maker who made it, and bounds what it may do now; empty for one that was made on the
    ///     server's machine, which its scopes alone bound
    /// @param scopes what the key was made for; it may do no more
    record Key(WorkspaceId workspace, UUID key, Optional<UserId> maker, Set<Permission> scopes)
            implements Caller {}

    /// Who makes the request that is being carried out; empty outside requests, and where an open
    /// endpoint was called without a credential.
    static Optional<Caller> current() {
        return PropagatedContext.getOrEmpty().find(Caller.class);
    }

    /// The person behind it; empty for a command on this machine, and for a key made there.
    default Optional<UserId> person() {
        return switch (this) {
            case Local() -> Optional.empty();
            case Person(var user, _) -> Optional.of(user);
            case Key key -> key.maker();
        };
    }

    /// The same, whom something belongs to; refused to keys and to commands on the server's
    /// machine, who are nobody.
    default Person requirePerson() {
        return switch (this) {
            case Person person -> person;
            case Key _ ->
                    throw new Problem.Forbidden(
                            "This belongs to a person, and an API key is nobody. Sign in.");
            case Local() ->
                    throw new Problem.Forbidden(
                            "This belongs to a person, and the token of server.json is nobody."
                                    + " Sign in.");
        };
    }

    /// The same as histories record it.
    default Actor actor(Actor.Origin origin) {
        var from = Optional.of(origin);
        return switch (this) {
            case Local() -> new Actor(Actor.Kind.LOCAL, "", from);
            case Person(var user, _) -> new Actor(Actor.Kind.USER, user.toString(), from);
            case Key(_, var key, _, _) -> new Actor(Actor.Kind.KEY, key.toString(), from);
        };
    }
}
