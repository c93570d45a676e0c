package dev.promptcards.cli;

import dev.promptcards.cli.server.RollUps;
import dev.promptcards.run.RollUpRebuild;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.LocalDate;
import java.util.Optional;

/// `promptcards rollups rebuild`.
@Command(
        name = "rebuild",
        description = {
            "Make roll-ups anew from single executions.",
            "In the database of DATABASE_OWNER_URL and DATABASE_URL, else the embedded one. They"
                    + " are kept with every result: this is for rows that came in or went past the"
                    + " server, as by a restored backup."
        })
final class RollUpsRebuildCommand implements Runnable {

    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--workspace",
            paramLabel = "SLUG",
            description = "Of this workspace alone (default: of all).")
    private @Nullable String workspace;

    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "From this day on (UTC), as 2026-11-01.")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "Up to and with this day (UTC).")
    private @Nullable LocalDate to;

    @Override
    public void run() {
        var rebuild = new RollUpRebuild(Optional.ofNullable(workspace), from, to);
        System.out.println(RollUps.rebuild(data.directory(), System.getenv(), rebuild));
    }
}
