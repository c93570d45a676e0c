package dev.promptcards.card.search;

import java.util.ArrayList;
import java.util.List;

/// What a found card says around the words that were searched for, in pieces: nothing in it is
/// markup, so whoever shows it has nothing to take out or to trust.
public record Snippet(List<Piece> pieces) {

    /// @param match whether this is what was searched for
    public record Piece(String text, boolean match) {}

    /// Stand in the database's answer around what matched; the text itself has none of them, they
    /// are taken out before.
    static final char BEGIN = '\u0002';

    static final char END = '\u0003';

    /// Options of `ts_headline`.
    static final String OPTIONS =
            "StartSel=\"%s\", StopSel=\"%s\", MaxFragments=2, MaxWords=20, MinWords=8, FragmentDelimiter=\" … \""
                    .formatted(BEGIN, END);

    static Snippet of(String headline) {
        var pieces = new ArrayList<Piece>();
        int at = 0;
        while (at < headline.length()) {
            boolean match = headline.charAt(at) == BEGIN;
            int from = match ? at + 1 : at;
            int end = headline.indexOf(match ? END : BEGIN, from);
            int to = end < 0 ? headline.length() : end;
            if (to > from) {
                pieces.add(new Piece(headline.substring(from, to), match));
            }
            at = match ? to + 1 : to;
        }
        return new Snippet(List.copyOf(pieces));
    }
}
