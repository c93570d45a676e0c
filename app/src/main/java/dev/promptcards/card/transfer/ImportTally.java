package dev.promptcards.card.transfer;

import dev.promptcards.card.transfer.ImportResult.LineError;

import java.util.ArrayList;
import java.util.List;

/// Counts what an import does, batch by batch.
final class ImportTally {

    private static final int NAMED_ERRORS = 1000;

    private final List<LineError> errors = new ArrayList<>();
    private int lines;
    private int cardsCreated;
    private int versionsAdded;
    private int unchanged;
    private int failed;

    void failed(int line, String message) {
        lines++;
        failed++;
        if (errors.size() < NAMED_ERRORS) {
            errors.add(new LineError(line, message));
        }
    }

    void taken(ImportPlan plan) {
        lines += plan.lines();
        cardsCreated += plan.created().size();
        versionsAdded += plan.versionsAdded();
        unchanged += plan.unchangedLines();
    }

    ImportResult result() {
        return new ImportResult(
                lines, cardsCreated, versionsAdded, unchanged, failed, List.copyOf(errors));
    }
}
