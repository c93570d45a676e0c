package dev.promptcards.run.imported;

import java.util.List;
import java.util.UUID;

/// What came of an import.
///
/// @param executions rows of the file
/// @param added how many of them were stored now: all, or none where the file was imported before
/// @param runs a run for each day of UTC, in their order
/// @param cards how many cards were created
/// @param suite whose cases were tried
/// @param cases how many of them are new in it
/// @param sha256 of the file's text
record ImportResult(
        int executions,
        int added,
        List<ImportedRun> runs,
        int cards,
        String suite,
        int revision,
        int cases,
        String sha256) {

    record ImportedRun(UUID id, int number, int executions) {}
}
