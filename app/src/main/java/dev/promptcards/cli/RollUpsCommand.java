package dev.promptcards.cli;

import picocli.CommandLine.Command;

/// `promptcards rollups`.
@Command(
        name = "rollups",
        description = "What executions add up to, day by day, for the reports.",
        subcommands = RollUpsRebuildCommand.class)
final class RollUpsCommand {

    private RollUpsCommand() {}
}
