package dev.promptcards.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/// `promptcards audit verify`.
@Command(
        name = "verify",
        description = {
            "Find out whether an audit log is as it was written.",
            "Its end, which this prints, is worth noting elsewhere: given as --anchor later, it"
                    + " shows whether somebody brought an older state of the log back."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is as it was written", "1:it is not, or could not be read"})
final class AuditVerifyCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();

    @Mixin private ServerOptions server = new ServerOptions();

    @ArgGroup private Which which = new Which();

    /// One chain or all of them.
    static final class Which {

        @Option(names = "--workspace", paramLabel = "SLUG", description = "The log of a workspace.")
        private @Nullable String workspace;

        @Option(names = "--installation", description = "What belongs to no workspace.")
        private boolean installation;

        @Option(names = "--all", description = "Every log of the installation.")
        private boolean all;
    }

    @Option(
            names = "--anchor",
            paramLabel = "NUMBER:HASH",
            description = "The end of the log as an earlier verification printed it.")
    private @Nullable String anchor;

    @Override
    public Integer call() {
        try (var connection = server.connect();
                var client = connection.client()) {
            var found = found(client);
            found.forEach(AuditVerifyCommand::print);
            return found.stream().allMatch(it -> it.path("intact").booleanValue()) ? 0 : 1;
        }
    }

    private List<JsonNode> found(ApiClient client) {
        if (which.all && anchor != null) {
            throw new CommandFailure("--anchor belongs to one log; leave --all out.");
        }
        try (var body = client.open(path(), "application/json")) {
            var answer = JSON.readTree(body);
            return answer.isArray() ? answer.valueStream().toList() : List.of(answer);
        } catch (IOException e) {
            throw new CommandFailure("The verification broke off: %s".formatted(e), e);
        }
    }

    private String path() {
        var query = anchor == null ? "" : "?anchor=" + anchor;
        if (which.all) {
            return "/api/v1/audit/verify-all";
        }
        return which.installation
                ? "/api/v1/audit/verify" + query
                : WorkspaceOption.of(which.workspace).path("/audit/verify" + query);
    }

    private static void print(JsonNode found) {
        System.out.printf(
                "%s: %s, %,d events%s%n",
                found.path("workspace").asText("installation"),
                found.path("intact").booleanValue() ? "intact" : "BROKEN",
                found.path("events").longValue(),
                found.path("end").isTextual() ? ", end " + found.path("end").textValue() : "");
        for (var breach : found.path("breaches")) {
            long seq = breach.path("seq").longValue();
            long until = breach.path("until").longValue();
            System.out.printf(
                    "  %-16s %s  %s%n",
                    breach.path("kind").textValue(),
                    seq == until ? "" + seq : seq + "-" + until,
                    breach.path("what").textValue());
        }
        if (found.path("more").booleanValue()) {
            System.out.println("  and more");
        }
    }
}
