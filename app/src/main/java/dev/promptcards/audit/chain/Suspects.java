package dev.promptcards.audit.chain;

import dev.promptcards.audit.chain.Breach.Kind;
import dev.promptcards.audit.chain.ChainKeys.Hashing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds out what was done where a chain does not fit: rows that are not genuine at their place,
/// and places without a row. A row that is genuine at another such place was moved; a row whose
/// place is another's was inserted; the others were edited.
final class Suspects {

    /// So many places are told apart; what is beyond is counted and no more.
    static final int LIMIT = 100;

    /// @param extra whether its place is taken by a genuine event, or lies beyond the chain's end
    private record Suspect(AuditEvent event, boolean extra) {}

    private final Hashing hashing;
    private final List<Suspect> rows = new ArrayList<>();
    private final TreeSet<Long> missing = new TreeSet<>();
    private final List<Breach> gaps = new ArrayList<>();
    private boolean more;

    Suspects(Hashing hashing) {
        this.hashing = hashing;
    }

    void row(AuditEvent event, boolean extra) {
        if (rows.size() < LIMIT) {
            rows.add(new Suspect(event, extra));
        } else {
            more = true;
        }
    }

    /// No row stands at these places.
    void gap(Kind kind, long first, long last) {
        if (missing.size() + (last - first) < LIMIT) {
            for (long seq = first; seq <= last; seq++) {
                missing.add(seq);
            }
        }
        if (gaps.size() < LIMIT) {
            gaps.add(Breach.range(kind, first, last, ""));
        } else {
            more = true;
        }
    }

    boolean more() {
        return more;
    }

    List<Breach> breaches() {
        var places = new TreeSet<>(missing);
        rows.forEach(row -> places.add(row.event().seq()));
        Map<Suspect, Long> moved = new HashMap<>();
        for (var row : rows) {
            places.stream()
                    .filter(place -> hashing.isGenuine(row.event(), place))
                    .findFirst()
                    .ifPresent(place -> moved.put(row, place));
        }
        Set<Long> claimed = new HashSet<>(moved.values());
        var breaches = new ArrayList<Breach>();
        for (var row : rows) {
            breaches.add(breach(row, moved, claimed));
            if (moved.containsKey(row) && !row.extra() && !claimed.contains(row.event().seq())) {
                breaches.add(deleted(Kind.DELETED, row.event().seq(), row.event().seq()));
            }
        }
        gaps.forEach(gap -> split(gap, claimed, breaches));
        return breaches;
    }

    private static Breach breach(Suspect row, Map<Suspect, Long> moved, Set<Long> claimed) {
        var event = row.event();
        var home = moved.get(row);
        if (home != null) {
            return Breach.at(Kind.REORDERED, event, "This event belongs at place " + home + ".");
        }
        return row.extra() || claimed.contains(event.seq())
                ? Breach.at(Kind.INSERTED, event, "This row was not written by the server.")
                : Breach.at(Kind.EDITED, event, "This event was changed after it was written.");
    }

    /// What of a gap stands nowhere else.
    private static void split(Breach gap, Set<Long> claimed, List<Breach> into) {
        long first = gap.seq();
        for (long place : new TreeSet<>(claimed).subSet(gap.seq(), true, gap.until(), true)) {
            if (place > first) {
                into.add(deleted(gap.kind(), first, place - 1));
            }
            first = place + 1;
        }
        if (first <= gap.until()) {
            into.add(deleted(gap.kind(), first, gap.until()));
        }
    }

    private static Breach deleted(Kind kind, long first, long last) {
        String which = first == last ? "event " + first : "events %d to %d".formatted(first, last);
        return Breach.range(
                kind,
                first,
                last,
                kind == Kind.TAIL_CUT
                        ? "The end is cut off: " + which + "."
                        : "Missing: " + which + ".");
    }
}
