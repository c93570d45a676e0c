package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a report is to hold.
///
/// @param config the configuration the run came from, empty where it is not known here
/// @param files to write
/// @param baseline an earlier run to compare with
/// @param changesOnly whether what changed is told in place of the table; a baseline without a
///     common case is then no error
/// @param failOnRegression whether a column that is worse than the baseline's fails the command
public record ReportWishes(
        JsonNode config,
        List<Path> files,
        Optional<Baseline> baseline,
        boolean changesOnly,
        boolean failOnRegression) {

    /// The same, told as what changed since an earlier run.
    public ReportWishes changesSince(Baseline earlier) {
        return new ReportWishes(config, files, Optional.of(earlier), true, failOnRegression);
    }
}
