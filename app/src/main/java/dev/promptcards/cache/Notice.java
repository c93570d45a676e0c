package dev.promptcards.cache;

import dev.promptcards.tenancy.WorkspaceId;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// That something of a workspace has changed, as nodes tell each other: ids and a number, for
/// everybody who may log in to the database can listen.
///
/// @param subject what changed
/// @param revision what was read at an earlier one is outdated
public record Notice(WorkspaceId workspace, UUID subject, int revision) {

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f-]{36}):([0-9a-f-]{36}):([0-9]{1,9})");

    /// Reads what [#toString] wrote; empty for anything else.
    static Optional<Notice> parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Notice(
                            new WorkspaceId(UUID.fromString(parts.group(1))),
                            UUID.fromString(parts.group(2)),
                            Integer.parseInt(parts.group(3))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return workspace + ":" + subject + ":" + revision;
    }
}
