package dev.promptcards.audit;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.tenancy.UserId;

import java.util.Optional;

/// What somebody did. Neither name nor state holds personal data, a prompt or a key: who it is
/// about is said by [#about], whose data can be erased. Texts over 1 KB are kept as their hash and
/// length.
///
/// @param action dotted words, `card.update`
/// @param objectKind what it was done to: `card`, `suite`, `run`, `user`, `workspace` …
/// @param objectId its id
/// @param objectName what people call it: a slug, a number
/// @param before its state, or the fields that changed, as it was
/// @param after the same, as it is now
/// @param subject who it was done to
public record AuditEntry(
        String action,
        String objectKind,
        String objectId,
        String objectName,
        Optional<JsonNode> before,
        Optional<JsonNode> after,
        Optional<Subject> subject) {

    /// Somebody an entry is about, other than who does it.
    ///
    /// @param user who, where it is known; an invitation goes to nobody yet
    /// @param details personal data: an e-mail address, a display name
    public record Subject(Optional<UserId> user, JsonNode details) {}

    /// An entry that says nothing of states yet.
    public AuditEntry(String action, String objectKind, String objectId, String objectName) {
        this(
                action,
                objectKind,
                objectId,
                objectName,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// The same with what was there before.
    public AuditEntry before(JsonNode state) {
        return new AuditEntry(
                action, objectKind, objectId, objectName, Optional.of(state), after, subject);
    }

    /// The same with what is there now.
    public AuditEntry after(JsonNode state) {
        return new AuditEntry(
                action, objectKind, objectId, objectName, before, Optional.of(state), subject);
    }

    /// The same, said about somebody. `details` are kept apart and erased with the person.
    public AuditEntry about(Optional<UserId> user, JsonNode details) {
        return new AuditEntry(
                action,
                objectKind,
                objectId,
                objectName,
                before,
                after,
                Optional.of(new Subject(user, details)));
    }
}
