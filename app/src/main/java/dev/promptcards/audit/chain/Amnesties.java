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

    /// What an [#ERASE] names besides: the keys of the person, from which somebody called; and the
    /// events about them that did not know their id yet.
    public static final String KEYS = "keys";
    public static final String EVENTS = "events";

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
            if (event.after() != null) {
                var named = AuditJson.read(event.after());
                named.path(KEYS).forEach(id -> addNamed("key:" + id.asText(), event));
                named.path(EVENTS).forEach(id -> addNamed("event:" + id.asText(), event));
            }
        } else {
            retired.add(event.objectId());
        }
    }

    private void addNamed(String name, AuditEvent event) {
        erased.merge(name, event.seq(), Math::max);
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
            case ORIGIN ->
                    switch (event.actorKind()) {
                        case "user" -> event.actorId();
                        case "key" -> "key:" + event.actorId();
                        default -> null;
                    };
            case SUBJECT ->
                    event.subjectId() == null
                            ? "event:" + event.id()
                            : event.subjectId().toString();
        };
    }
}
