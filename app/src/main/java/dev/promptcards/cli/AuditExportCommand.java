package dev.promptcards.cli;

import dev.promptcards.cli.server.CommandFailure;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `promptcards audit export`.
@Command(name = "export", description = "Give events to the output, newest first.")
final class AuditExportCommand implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private AuditOptions events = new AuditOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "ndjson, a line of JSON an event, or csv (default: ${DEFAULT-VALUE}).")
    private String format = "ndjson";

    @Override
    public Integer call() {
        try (var connection = server.connect();
                var client = connection.client();
                var lines = client.open(events.path("/export", "format=" + format), "*/*")) {
            lines.transferTo(System.out);
            System.out.flush();
            return 0;
        } catch (IOException e) {
            throw new CommandFailure("The export broke off: %s".formatted(e), e);
        }
    }
}
