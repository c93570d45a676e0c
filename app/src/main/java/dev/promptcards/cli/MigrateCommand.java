package dev.promptcards.cli;

import dev.promptcards.cli.server.Schema;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `promptcards migrate`.
@Command(
        name = "migrate",
        description =
                "Bring the database to the schema of this version: the one of DATABASE_OWNER_URL"
                        + " and DATABASE_URL, else the embedded one.")
final class MigrateCommand implements Runnable {

    @Mixin private DataOption data = new DataOption();

    @Override
    public void run() {
        System.out.println(Schema.migrate(data.directory(), System.getenv()));
    }
}
