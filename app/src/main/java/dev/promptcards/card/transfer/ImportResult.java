package dev.promptcards.card.transfer;

import java.util.List;

/// What an import did. `unchanged` counts lines that held nothing new, `failed` those that could
/// not be taken; `errors` names the first thousand of these.
public record ImportResult(
        int lines,
        int cardsCreated,
        int versionsAdded,
        int unchanged,
        int failed,
        List<LineError> errors) {

    /// Why a line was not taken; lines count from 1.
    public record LineError(int line, String message) {}
}
