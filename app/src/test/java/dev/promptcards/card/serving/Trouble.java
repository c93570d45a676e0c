package dev.promptcards.card.serving;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What may befall the messages between nodes while they are raced.
enum Trouble {
    UNDISTURBED,
    /// A question to Redis takes 5 to 40 ms, which is below a node's patience.
    DELAYED,
    /// Redis forgets everything, again and again, and some nodes' questions take longer besides: so
    /// values are read from the database at any time, and stored late.
    FLUSHED,
    /// Some nodes cannot connect to Redis, and the others can.
    CUT_OFF,
    /// Redis answers some nodes nothing, for longer than their patience.
    SILENT,
    /// The process of Redis is killed, and started again at the end.
    KILLED,
    /// The connections that notices come by are ended as soon as they stand.
    UNTOLD;

    /// In these no delete is lost; a flush takes the leases with the values.
    static final Set<Trouble> HARMLESS = EnumSet.of(UNDISTURBED, DELAYED, FLUSHED);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
