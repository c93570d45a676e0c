package dev.promptcards.identity.role;

import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;

import java.util.Set;
import java.util.regex.Pattern;

/// A role as it shall be, checked for what can be checked without the database.
record RoleDraft(String name, String description, Set<Permission> permissions) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int LONGEST_DESCRIPTION = 1000;

    RoleDraft {
        if (!NAME.matcher(name).matches()) {
            throw new Problem.Invalid(
                    "name: must be 1 to 63 lower-case letters, digits or hyphens, and begin with a"
                            + " letter or digit");
        }
        if (BuiltInRole.of(name).isPresent()) {
            throw new Problem.Conflict(
                    "`%s` is a built-in role and stays as it is. Make one of another name."
                            .formatted(name));
        }
        StorableText.require("description", description, LONGEST_DESCRIPTION);
        if (!permissions.contains(Permission.WORKSPACE_READ)) {
            throw new Problem.Invalid(
                    "permissions: must hold `workspace.read`, without which nobody sees the"
                            + " workspace they are a member of");
        }
    }
}
