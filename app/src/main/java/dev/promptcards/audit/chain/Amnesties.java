package dev.promptcards.audit.chain;

import dev.promptcards.audit.chain.ChainKeys.Hashing;
import dev.promptcards.audit.chain.PersonalData.Role;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What may be missing from a chain, because a genuine event of the chain says so: the personal
/// data of people who were erased, and the oldest events.
public final class Amnesties {

    /// A person was erased: the object is the user.
    public static final String ERASE = "person.erase";

    /// The oldest events may go: the object is the last of them, as an [Anchor].
    public static final String RETIRE = "audit.retire";

    private final Map<String, Long> erased = new HashMap<>();
    private final Set<String> retired = new HashSet<>();

    static Amnesties of(List<AuditEvent> events, Hashing hashing) {
        var amnesties = new Amnesties();
        events.stream()
                .filter(event -> hashing.isGenuine(event, event.seq()))
                .forEach(amnesties::add);
        return amnesties;
    }

    private void add(AuditEvent event) {
        if (event.action().equals(ERASE)) {
            erased.merge(event.objectId(), event.seq(), Math::max);
        } else {
            retired.add(event.objectId());
        }
    }

    /// Whether the personal data an event had may be missing.
    boolean erased(AuditEvent event, Role role) {
        String person = person(event, role);
        return person != null && erased.getOrDefault(person, 0L) > event.seq();
    }

    /// Whether everything before an event may be missing.
    boolean retiredBefore(AuditEvent event) {
        return retired.contains(Anchor.of(event.seq() - 1, event.previousHash()).toString());
    }

    private static @Nullable String person(AuditEvent event, Role role) {
        return switch (role) {
            case ORIGIN -> event.actorKind().equals("user") ? event.actorId() : null;
            case SUBJECT -> event.subjectId() == null ? null : event.subjectId().toString();
        };
    }
}
