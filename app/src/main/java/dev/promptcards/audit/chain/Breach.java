package dev.promptcards.audit.chain;

import com.fasterxml.jackson.annotation.JsonValue;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.UUID;

/// A place where a chain is not as we wrote it.
///
/// @param seq the place, or the first of several
/// @param until the last of them
/// @param event the row that stands there
/// @param what in words
public record Breach(Kind kind, long seq, long until, @Nullable UUID event, String what) {

    /// What was done there.
    public enum Kind {
        /// A column of an event has another value.
        EDITED,
        /// Events are gone.
        DELETED,
        /// A row that we did not write.
        INSERTED,
        /// An event of ours that belongs to another place.
        REORDERED,
        /// An event of ours that follows another one than we wrote before it: history was replaced.
        UNLINKED,
        /// The last events are gone.
        TAIL_CUT,
        /// The record of where the chain ends is not ours, or is gone, or was when we went on.
        HEAD_FORGED,
        /// The chain does not hold what somebody noted of it: an older state was brought back.
        ROLLED_BACK,
        /// Written under another master key than this server has: nobody can tell here.
        OTHER_KEY,
        /// The personal data of an event has another value, or was not there.
        PERSONAL_EDITED,
        /// The personal data of an event is gone, and nobody erased it.
        PERSONAL_DELETED;

        /// As the API writes it.
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Breach at(Kind kind, AuditEvent event, String what) {
        return new Breach(kind, event.seq(), event.seq(), event.id(), what);
    }

    static Breach range(Kind kind, long first, long last, String what) {
        return new Breach(kind, first, last, null, what);
    }
}
