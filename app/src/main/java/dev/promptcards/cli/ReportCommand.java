package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// `promptcards report`.
@Command(
        name = "report",
        description = {
            "Show a report over what was tried: a table, CSV or JSON.",
            "",
            "Without a name it lists the reports."
        })
final class ReportCommand implements Callable<Integer> {

    /// What a report is shown as.
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    private static final int WIDEST = 60;
    private static final MathContext SHOWN = new MathContext(5);
    private static final BigDecimal TINY = new BigDecimal("1e-9");

    @Mixin private ServerOptions server = new ServerOptions();
    @Mixin private WorkspaceOption workspace = new WorkspaceOption();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The report.")
    private @Nullable String name;

    @Mixin private ReportOptions asked = new ReportOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, csv or json (default: table).")
    private Format format = Format.TABLE;

    @Override
    public Integer call() {
        try (var connection = server.connect();
                var api = connection.client()) {
            if (name == null) {
                list(api.get(workspace.path("/analytics")), System.out);
                return 0;
            }
            var path = workspace.path("/analytics/" + ApiClient.encoded(name)) + asked.parameters();
            switch (format) {
                case CSV -> copy(api, path);
                case JSON -> System.out.println(api.get(path).toPrettyString());
                case TABLE -> table(api.get(path));
            }
            return 0;
        }
    }

    private static void list(JsonNode reports, PrintStream out) {
        var table = new TextTable("REPORT", "TELLS", "FILTERS");
        for (var report : reports.path("items")) {
            table.add(
                    report.path("name").asText(),
                    report.path("says").asText(),
                    String.join(
                            ", ",
                            items(report.path("filters"))
                                    .map(it -> "--" + it.path("name").asText())
                                    .toList()));
        }
        out.print(table.text());
    }

    private static void copy(ApiClient api, String path) {
        try (var lines = api.open(path, "text/csv")) {
            lines.transferTo(System.out);
            System.out.flush();
        } catch (IOException e) {
            throw new CommandFailure("The report broke off: %s".formatted(e), e);
        }
    }

    /// Columns nothing stands in are left out; the other formats have them.
    private static void table(JsonNode answer) {
        var rows = answer.path("rows");
        var columns =
                items(answer.path("columns"))
                        .map(it -> it.path("name").asText())
                        .filter(it -> rows.isEmpty() || items(rows).anyMatch(r -> r.hasNonNull(it)))
                        .toList();
        var table = new TextTable(columns.toArray(String[]::new));
        for (var row : rows) {
            table.add(columns.stream().map(it -> cell(row.path(it))).toArray(String[]::new));
        }
        System.out.print(table.text());
        if (answer.path("more").asBoolean()) {
            System.err.println("There are more rows: raise --limit.");
        }
    }

    /// Short enough for a screen; the other formats have it whole.
    static String cell(JsonNode value) {
        var text =
                switch (value.getNodeType()) {
                    case NULL -> "";
                    case NUMBER -> number(value);
                    case ARRAY -> String.join(", ", items(value).map(ReportCommand::cell).toList());
                    case OBJECT -> value.toString();
                    default -> value.asText();
                };
        return text.codePointCount(0, text.length()) <= WIDEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, WIDEST - 1)) + "…";
    }

    private static String number(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.asText();
        }
        var number = new BigDecimal(value.asText()).round(SHOWN).stripTrailingZeros();
        return number.signum() != 0 && number.abs().compareTo(TINY) < 0
                ? number.toString()
                : number.toPlainString();
    }

    private static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
