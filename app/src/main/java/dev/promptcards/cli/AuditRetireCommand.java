package dev.promptcards.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/// `promptcards audit retire`.
@Command(
        name = "retire",
        description = {
            "Let old events go: write into every log up to where it may be missing.",
            "The events go when the owner of the tables detaches their months; docs/audit.md says"
                    + " how."
        })
final class AuditRetireCommand implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = "--before",
            required = true,
            paramLabel = "DATE",
            description = "The first day of a month: events before it may go.")
    private String before = "";

    @Override
    public Integer call() {
        try (var connection = server.connect();
                var client = connection.client()) {
            var body = JsonNodeFactory.instance.objectNode().put("before", before);
            var retired = client.post("/api/v1/audit/retire", body);
            System.out.printf(
                    "%,d logs may be without their events before %s now. Detach the months before"
                            + " it.%n",
                    retired.path("chains").longValue(), before);
            return 0;
        }
    }
}
