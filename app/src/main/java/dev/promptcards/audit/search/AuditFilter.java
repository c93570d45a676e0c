package dev.promptcards.audit.search;

import dev.promptcards.problem.Problem;

import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which events are wanted: each part that is given narrows it.
public final class AuditFilter {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    private AuditFilter() {}

    /// @param actor `local`, `system`, `user` or `key` for all of that kind, `user:<id>`
    /// @param action one, or with a dot at its end all that begin so: `card.`
    /// @param objectKind `card`, `run` …
    /// @param objectId together with its kind
    /// @param from a date or a time (UTC)
    /// @param to a date or a time, which is not included
    /// @throws Problem.Invalid naming the part that does not read
    public static AuditFilter of(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String objectKind,
            @Nullable String objectId,
            @Nullable String from,
            @Nullable String to) {
        var filter = new AuditFilter();
        if (actor != null) {
            filter.actor(actor);
        }
        if (action != null) {
            filter.action(action);
        }
        if (objectKind != null) {
            filter.narrow("e.object_kind = :objectKind", "objectKind", objectKind);
        }
        if (objectId != null) {
            if (objectKind == null) {
                throw new Problem.Invalid("objectId: say objectKind as well, such as `card`");
            }
            filter.narrow("e.object_id = :objectId", "objectId", objectId);
        }
        if (from != null) {
            filter.narrow("e.created_at >= :from", "from", time("from", from));
        }
        if (to != null) {
            filter.narrow("e.created_at < :to", "to", time("to", to));
        }
        return filter;
    }

    private void actor(String actor) {
        int colon = actor.indexOf(':');
        narrow(
                "e.actor_kind = :actorKind",
                "actorKind",
                colon < 0 ? actor : actor.substring(0, colon));
        if (colon >= 0) {
            narrow("e.actor_id = :actorId", "actorId", actor.substring(colon + 1));
        }
    }

    /// Compared byte by byte, `card.` to below `card/` is everything that begins with `card.`:
    /// unlike LIKE an index serves that under row-level security.
    private void action(String action) {
        if (action.endsWith(".")) {
            narrow("e.action >= :action", "action", action);
            narrow("e.action < :beyond", "beyond", action.substring(0, action.length() - 1) + "/");
        } else {
            narrow("e.action = :action", "action", action);
        }
    }

    private void narrow(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
    }

    /// As it follows the statement's own conditions.
    String sql() {
        return String.join("", conditions.stream().map(it -> " AND " + it).toList());
    }

    void bind(Query query) {
        values.forEach(query::bind);
    }

    private static Instant time(String name, String text) {
        try {
            return text.length() == "2026-01-31".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Problem.Invalid(
                    name
                            + ": expected a date such as 2026-01-31 or a time such as"
                            + " 2026-01-31T12:00:00Z");
        }
    }
}
