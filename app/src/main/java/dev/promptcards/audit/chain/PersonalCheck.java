package dev.promptcards.audit.chain;

import dev.promptcards.audit.chain.Breach.Kind;
import dev.promptcards.audit.chain.ChainReader.Row;
import dev.promptcards.audit.chain.PersonalData.Role;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Compares the personal data beside an event with what the event holds of it.
final class PersonalCheck {

    private final Amnesties amnesties;
    private long erased;

    PersonalCheck(Amnesties amnesties) {
        this.amnesties = amnesties;
    }

    /// How much was found missing that had been erased.
    long erased() {
        return erased;
    }

    /// What is wrong beside a genuine event.
    List<Breach> check(Row row) {
        var event = row.event();
        return Stream.of(
                        check(event, Role.ORIGIN, event.originHash(), row.origin()),
                        check(event, Role.SUBJECT, event.subjectHash(), row.subject()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Breach> check(
            AuditEvent event, Role role, byte @Nullable [] hash, @Nullable PersonalData data) {
        if (data != null) {
            return Arrays.equals(hash, data.hash(role))
                    ? Optional.empty()
                    : breach(Kind.PERSONAL_EDITED, event, "The personal data was changed.");
        }
        if (hash == null) {
            return Optional.empty();
        }
        if (amnesties.erased(event, role)) {
            erased++;
            return Optional.empty();
        }
        return breach(
                Kind.PERSONAL_DELETED,
                event,
                "Personal data is gone, and no event says it was erased.");
    }

    private static Optional<Breach> breach(Kind kind, AuditEvent event, String what) {
        return Optional.of(Breach.at(kind, event, what));
    }
}
