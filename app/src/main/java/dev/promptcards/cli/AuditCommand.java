package dev.promptcards.cli;

import picocli.CommandLine.Command;

/// `promptcards audit`.
@Command(
        name = "audit",
        description = "Read the audit log, and find out whether somebody changed it.",
        subcommands = {
            AuditVerifyCommand.class,
            AuditSearchCommand.class,
            AuditExportCommand.class,
            AuditRetireCommand.class,
        })
final class AuditCommand {

    private AuditCommand() {}
}
