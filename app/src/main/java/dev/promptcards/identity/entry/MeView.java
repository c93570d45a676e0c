package dev.promptcards.identity.entry;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.identity.Permission;
import dev.promptcards.identity.User;
import dev.promptcards.identity.key.ApiKeyView;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Who calls, and where they may do what.
///
/// @param kind `person`, `key`, or `local` for a command on the server's machine, which may do
///     everything in every workspace
/// @param person who signed in; null for the others
/// @param key the API key that was shown; null for the others
/// @param session the session of the request; null where there is none
/// @param csrfToken what a page sends back as `X-CSRF-Token` with every change; null without a
///     cookie
/// @param workspaces those the caller may enter, the first 200 by their slugs
record MeView(
        String kind,
        @Nullable PersonView person,
        @Nullable ApiKeyView key,
        @Nullable UUID session,
        @Nullable String csrfToken,
        List<MyWorkspace> workspaces) {

    /// A person, as they are shown themselves.
    record PersonView(
            UUID id, String email, String displayName, JsonNode preferences, boolean admin) {

        static PersonView of(User user) {
            return new PersonView(
                    user.id().value(),
                    user.email(),
                    user.displayName(),
                    user.preferences(),
                    user.admin());
        }
    }

    /// A workspace the caller may enter.
    ///
    /// @param role of a person; null for the others
    record MyWorkspace(
            String slug, String name, @Nullable String role, Set<Permission> permissions) {}
}
