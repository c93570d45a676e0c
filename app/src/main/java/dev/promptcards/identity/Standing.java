package dev.promptcards.identity;

import io.micronaut.http.HttpRequest;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What somebody is in a workspace.
///
/// @param role the role they have; empty for a command on the server's machine, and for who is no
///     member
/// @param permissions what they may do there now: in an archived workspace no more than bring it
///     back
/// @param archived whether the workspace is archived
public record Standing(String role, Set<Permission> permissions, boolean archived) {

    /// Of who is no member, or was disabled, and of everybody where there is no workspace.
    public static final Standing NONE = new Standing("", Set.of(), false);

    private static final String ATTRIBUTE = "promptcards.standing";

    /// Who makes a request is this, in the workspace of its address.
    void attachTo(HttpRequest<?> request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /// What the caller is in the workspace of a request's address.
    public static Standing of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, Standing.class).orElse(NONE);
    }

    /// @param held what the role holds
    static Standing of(String role, Set<Permission> held, boolean archived) {
        var permissions = EnumSet.noneOf(Permission.class);
        permissions.addAll(held);
        if (archived) {
            permissions.retainAll(Set.of(Permission.WORKSPACE_ARCHIVE));
        }
        return new Standing(role, Collections.unmodifiableSet(permissions), archived);
    }

    /// The same, with nothing that `scopes` do not hold.
    Standing within(Set<Permission> scopes) {
        var permissions = EnumSet.noneOf(Permission.class);
        permissions.addAll(this.permissions);
        permissions.retainAll(scopes);
        return new Standing(role, Collections.unmodifiableSet(permissions), archived);
    }
}
