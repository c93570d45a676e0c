package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.ServerConnection;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.concurrent.Callable;

/// `promptcards limits`.
@Command(
        name = "limits",
        description = "Show or set what a workspace may use.",
        subcommands = {LimitsCommand.Show.class, LimitsCommand.Set.class})
final class LimitsCommand implements Callable<Integer> {

    private static final String NONE = "none";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say `limits show` or `limits set`.");
    }

    /// A number; or `none`, a JSON null.
    static final class Amount implements ITypeConverter<JsonNode> {
        @Override
        public JsonNode convert(String text) {
            if (text.equals(NONE)) {
                return JsonNodeFactory.instance.nullNode();
            }
            try {
                return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is neither a number nor none");
            }
        }
    }

    @Command(name = "show", description = "Show each limit, what is used of it, and what is left.")
    static final class Show implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private ServerOptions server = new ServerOptions();
        @Mixin private WorkspaceOption workspace = new WorkspaceOption();

        @Override
        public Integer call() {
            try (ServerConnection connection = server.connect();
                    ApiClient api = connection.client()) {
                print(api.get(workspace.path("/limits")), spec.commandLine().getOut());
                return 0;
            }
        }
    }

    @Command(
            name = "set",
            description = "Set limits; those that are not named stay. `none` takes one away.")
    static final class Set implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private ServerOptions server = new ServerOptions();
        @Mixin private WorkspaceOption workspace = new WorkspaceOption();

        @Option(
                names = "--runs",
                paramLabel = "N",
                converter = Amount.class,
                description = "Runs in flight.")
        private @Nullable JsonNode runs;

        @Option(
                names = "--executions-per-day",
                paramLabel = "N",
                converter = Amount.class,
                description = "Test executions a day (UTC).")
        private @Nullable JsonNode executions;

        @Option(
                names = "--spend-per-month",
                paramLabel = "USD",
                converter = Amount.class,
                description = "What answers and judges may cost a month (UTC).")
        private @Nullable JsonNode spend;

        @Option(
                names = "--stored-bytes",
                paramLabel = "N",
                converter = Amount.class,
                description = "What cards, suites and results may take.")
        private @Nullable JsonNode bytes;

        @Override
        public Integer call() {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            put(patch, "runsInFlight", runs);
            put(patch, "executionsPerDay", executions);
            put(patch, "spendPerMonthUsd", spend);
            put(patch, "storedBytes", bytes);
            if (patch.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "Name a limit to set, such as --spend-per-month 50.");
            }
            try (ServerConnection connection = server.connect();
                    ApiClient api = connection.client()) {
                print(api.patch(workspace.path("/limits"), patch), spec.commandLine().getOut());
                return 0;
            }
        }

        private static void put(ObjectNode patch, String name, @Nullable JsonNode value) {
            if (value != null) {
                patch.set(name, value);
            }
        }
    }

    private static void print(JsonNode limits, PrintWriter out) {
        out.printf("%-22s%16s%16s%16s%n", "", "limit", "used", "reserved");
        print(out, "runs in flight", limits.path("runsInFlight"));
        print(out, "executions a day", limits.path("executionsPerDay"));
        print(out, "USD a month", limits.path("spendPerMonthUsd"));
        print(out, "stored bytes", limits.path("storedBytes"));
        out.printf(
                "Stored bytes were measured at %s.%n",
                limits.at("/storedBytes/measuredAt").asText());
        long unpriced = limits.at("/spendPerMonthUsd/unpriced").asLong();
        if (unpriced > 0) {
            out.printf(
                    "%,d answers of this month have no known price; they are not in what is"
                            + " used.%n",
                    unpriced);
        }
        out.flush();
    }

    private static void print(PrintWriter out, String name, JsonNode limit) {
        out.printf(
                "%-22s%16s%16s%16s%n",
                name,
                limit.path("limit").isNull() ? NONE : number(limit.path("limit")),
                number(limit.path("used")),
                limit.has("reserved") ? number(limit.path("reserved")) : "");
    }

    private static String number(JsonNode value) {
        BigDecimal number = value.decimalValue();
        return number.stripTrailingZeros().scale() <= 0
                ? "%,d".formatted(number.toBigInteger())
                : "%,.4f".formatted(number);
    }
}
