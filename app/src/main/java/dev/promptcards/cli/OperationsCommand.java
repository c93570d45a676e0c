package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `promptcards operations`.
@Command(
        name = "operations",
        description = {
            "Show how the installation does, to who runs it.",
            "",
            "slow-queries and index-usage are the database's, of all workspaces; cache and pool"
                    + " are what the server has counted since it started."
        })
final class OperationsCommand implements Callable<Integer> {

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "VIEW", description = "slow-queries, index-usage, cache or pool.")
    private String view = "";

    @Option(names = "--json", description = "Print it as JSON, texts whole.")
    private boolean json;

    @Override
    public Integer call() {
        try (var connection = server.connect();
                var api = connection.client()) {
            var answer = api.get("/api/v1/operations/" + ApiClient.encoded(view));
            System.out.print(
                    json ? answer.toPrettyString() + "\n" : table(answer.path("rows")).text());
            return 0;
        }
    }

    private static TextTable table(JsonNode rows) {
        var columns = rows.path(0).propertyStream().map(it -> it.getKey()).toList();
        var table = new TextTable(columns.toArray(String[]::new));
        for (var row : rows) {
            table.add(
                    columns.stream()
                            .map(it -> ReportCommand.cell(row.path(it)))
                            .toArray(String[]::new));
        }
        return table;
    }
}
