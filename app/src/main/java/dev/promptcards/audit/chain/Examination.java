package dev.promptcards.audit.chain;

import dev.promptcards.audit.chain.Breach.Kind;
import dev.promptcards.audit.chain.ChainKeys.Hashing;
import dev.promptcards.audit.chain.ChainReader.Row;
import dev.promptcards.tenancy.WorkspaceId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Goes through a chain once, in the order of the numbers, and holds no more of it than its broken
/// places.
final class Examination {

    private final WorkspaceId workspace;
    private final Hashing hashing;
    private final Amnesties amnesties;
    private final Optional<Head> head;
    private final Optional<Anchor> anchor;
    private final boolean sealed;
    private final Suspects suspects;
    private final PersonalCheck personal;
    private final List<Breach> breaches = new ArrayList<>();

    private long events;
    private long first;
    private boolean anchored;
    private boolean more;

    /// The place the rows of which are being read, and the first of them that is genuine.
    private long place;

    private @Nullable AuditEvent genuine;
    private final List<AuditEvent> strangers = new ArrayList<>();

    /// What the next event must follow; null where that cannot be told.
    private byte @Nullable [] previous = Head.GENESIS;

    Examination(
            WorkspaceId workspace,
            Hashing hashing,
            Amnesties amnesties,
            Optional<Head> head,
            Optional<Anchor> anchor) {
        this.workspace = workspace;
        this.hashing = hashing;
        this.amnesties = amnesties;
        this.head = head;
        this.anchor = anchor;
        this.sealed = head.filter(it -> hashing.isSealed(workspace.value(), it)).isPresent();
        this.suspects = new Suspects(hashing);
        this.personal = new PersonalCheck(amnesties);
    }

    void examine(Row row) {
        var event = row.event();
        events++;
        if (event.seq() != place) {
            leave();
            enter(event);
        }
        if (hashing.isGenuine(event, place) && genuine == null) {
            genuine = event;
            personal.check(row).forEach(this::add);
        } else if (strangers.size() < Suspects.LIMIT) {
            strangers.add(event);
        }
    }

    /// The result, once all rows were examined.
    Verification result(boolean orphans) {
        leave();
        end();
        var all = new ArrayList<>(breaches);
        all.addAll(suspects.breaches());
        if (orphans && all.isEmpty()) {
            all.add(
                    Breach.range(
                            Kind.PERSONAL_EDITED, 0, 0, "There is personal data of no event."));
        }
        all.sort(Comparator.comparingLong(Breach::seq));
        return new Verification(
                workspace,
                events,
                first,
                head.filter(it -> it.seq() > 0).map(it -> Anchor.of(it.seq(), it.hash())),
                personal.erased(),
                List.copyOf(all.subList(0, Math.min(all.size(), Suspects.LIMIT))),
                more || suspects.more() || all.size() > Suspects.LIMIT);
    }

    private void enter(AuditEvent event) {
        long next = place + 1;
        long last = Math.min(event.seq() - 1, lastPlace());
        if (first == 0) {
            first = event.seq();
            if (event.seq() > 1 && amnesties.retiredBefore(event)) {
                previous = event.previousHash();
                last = 0;
            }
        }
        if (last >= next) {
            suspects.gap(Kind.DELETED, next, last);
            previous = null;
        }
        place = event.seq();
    }

    /// What is known of a place once all its rows were seen.
    private void leave() {
        if (place == 0) {
            return;
        }
        var found = genuine;
        boolean beyond = place > lastPlace();
        if (found != null) {
            if (beyond) {
                add(
                        Breach.at(
                                Kind.HEAD_FORGED,
                                found,
                                "The chain goes on after its recorded end."));
            }
            follow(found);
        } else {
            previous = null;
        }
        boolean extra = found != null || beyond;
        for (var stranger : strangers) {
            if (!hashing.isOurs(stranger.keyId()) && !hashing.isOurEdit(stranger)) {
                otherKey(stranger.seq());
            } else {
                suspects.row(stranger, extra);
            }
            extra = true;
        }
        genuine = null;
        strangers.clear();
    }

    private void follow(AuditEvent event) {
        if (previous != null && !Arrays.equals(previous, event.previousHash())) {
            add(
                    Breach.at(
                            Kind.UNLINKED,
                            event,
                            "This event follows another one than the one that stands before it."));
        }
        if (event.action().equals(ChainWriter.BROKEN)) {
            add(
                    Breach.at(
                            Kind.HEAD_FORGED,
                            event,
                            "When this event was written, the record of the chain's end was not"
                                    + " ours."));
        }
        anchored |= anchor.filter(it -> it.is(event)).isPresent();
        previous = event.hash();
    }

    private void end() {
        if (head.isEmpty()) {
            if (events > 0) {
                add(
                        Breach.range(
                                Kind.HEAD_FORGED,
                                place,
                                place,
                                "The chain's end is not recorded."));
            }
        } else if (!sealed) {
            boolean other = !hashing.isOurs(head.get().keyId());
            add(
                    Breach.range(
                            other ? Kind.OTHER_KEY : Kind.HEAD_FORGED,
                            head.get().seq(),
                            head.get().seq(),
                            other
                                    ? "The chain's end was sealed under another master key."
                                    : "The record of the chain's end was forged."));
        } else if (place < head.get().seq()) {
            suspects.gap(Kind.TAIL_CUT, place + 1, head.get().seq());
        } else if (place == head.get().seq()
                && previous != null
                && !Arrays.equals(previous, head.get().hash())) {
            add(
                    Breach.range(
                            Kind.UNLINKED,
                            place,
                            place,
                            "The chain's recorded end is another event than its last."));
        }
        if (anchor.isPresent() && !anchored) {
            add(
                    Breach.range(
                            Kind.ROLLED_BACK,
                            anchor.get().seq(),
                            anchor.get().seq(),
                            "The chain does not hold the event that was noted."));
        }
    }

    /// Where the chain ends, if that is recorded and sealed.
    private long lastPlace() {
        return sealed ? head.map(Head::seq).orElseThrow() : Long.MAX_VALUE;
    }

    private void otherKey(long seq) {
        var last = breaches.isEmpty() ? null : breaches.getLast();
        if (last != null && last.kind() == Kind.OTHER_KEY && last.until() == seq - 1) {
            breaches.removeLast();
            seq = last.seq();
        }
        add(
                Breach.range(
                        Kind.OTHER_KEY,
                        seq,
                        place,
                        "Written under another master key than this server has."));
    }

    private void add(Breach breach) {
        if (breaches.size() < Suspects.LIMIT) {
            breaches.add(breach);
        } else {
            more = true;
        }
    }
}
