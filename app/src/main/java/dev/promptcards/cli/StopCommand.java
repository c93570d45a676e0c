package dev.promptcards.cli;

import dev.promptcards.cli.server.RunningServer;
import dev.promptcards.embedded.EmbeddedServers;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `promptcards stop`.
@Command(
        name = "stop",
        description = "Stop the server of the data directory, and what a killed one left running.")
final class StopCommand implements Runnable {

    @Mixin private DataOption data = new DataOption();

    @Override
    public void run() {
        var directory = data.directory();
        var running = RunningServer.of(directory);
        if (running.isPresent()) {
            running.get().stop();
            System.out.printf(
                    "Stopped the server at %s (process %d).%n",
                    running.get().file().url(), running.get().file().pid());
        } else if (EmbeddedServers.stopOrphans(directory.path())) {
            System.out.printf(
                    "Stopped the PostgreSQL and Redis a killed process left in %s.%n",
                    directory.path());
        } else {
            System.out.printf("No server runs on %s.%n", directory.path());
        }
    }
}
