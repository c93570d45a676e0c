package dev.promptcards.identity.key;

import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.problem.Violation;

import io.micronaut.core.annotation.Introspected;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a key is to be.
///
/// @param name what people know it by, 1 to 100 characters
/// @param scopes the permissions it is for, at least one
/// @param expiresAt when it ends; 90 days from now where nothing is said
@Introspected
record ApiKeyDraft(
        @Nullable String name,
        @Nullable List<@Nullable String> scopes,
        @Nullable Instant expiresAt) {

    private static final int LONGEST_NAME = 100;

    /// Its name, without the spaces around it.
    String checkedName() {
        var text = name == null ? "" : name.strip();
        if (text.isEmpty()
                || text.length() > LONGEST_NAME
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new Problem.Invalid("name: must have 1 to 100 characters, on one line");
        }
        return text;
    }

    /// Its scopes; all words that are no permission are named at once.
    Set<Permission> checkedScopes() {
        if (scopes == null || scopes.isEmpty()) {
            throw new Problem.Invalid(
                    "scopes: missing; name the permissions the key is for, as [\"card.read\"]");
        }
        var known = EnumSet.noneOf(Permission.class);
        var wrong = new ArrayList<Violation>();
        for (int i = 0; i < scopes.size(); i++) {
            var scope = Permission.of(String.valueOf(scopes.get(i)));
            scope.ifPresent(known::add);
            if (scope.isEmpty()) {
                wrong.add(new Violation("scopes[" + i + "]", "there is no such permission"));
            }
        }
        if (!wrong.isEmpty()) {
            throw new Problem.Invalid("scopes: not all of them are permissions", wrong);
        }
        return known;
    }
}
