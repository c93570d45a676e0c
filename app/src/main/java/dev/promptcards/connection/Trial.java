package dev.promptcards.connection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.connection.ConnectedProviders.Wanted;
import dev.promptcards.problem.Problem;
import dev.promptcards.provider.Answer;
import dev.promptcards.provider.Prompt;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;

/// Makes one small call through a connection, as a run would make it, and says what came back.
@Singleton
public class Trial {

    private static final String QUESTION = "Answer with the word ok.";
    private static final long TIMEOUT_MS = 30_000;
    private static final int SHOWN = 200;

    private final Connections connections;
    private final ConnectedProviders providers;
    private final WorkspaceTransactions transactions;
    private final Audit audit;

    Trial(
            Connections connections,
            ConnectedProviders providers,
            WorkspaceTransactions transactions,
            Audit audit) {
        this.connections = connections;
        this.providers = providers;
        this.transactions = transactions;
        this.audit = audit;
    }

    /// What came of it.
    ///
    /// @param provider the id that was called
    /// @param message the beginning of the answer, or why there is none
    /// @param latencyMs from the request to the last byte of the answer
    /// @param costUsd null where no price is known
    public record Outcome(
            boolean ok,
            String provider,
            String message,
            @Nullable Double latencyMs,
            @Nullable Long tokens,
            @Nullable Double costUsd) {}

    /// @param model the first allowed one where absent
    public Outcome of(WorkspaceId workspace, String slug, Optional<String> model) {
        var connection = connections.get(workspace, slug);
        boolean http = connection.kind().equals("http");
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put(OwnAccess.CONNECTION, slug).put("timeoutMs", TIMEOUT_MS);
        String id = http ? "http" : connection.kind() + ":" + asked(connection, model);
        var spec =
                new ProviderSpec(id, Optional.empty(), http ? config.put("method", "GET") : config);
        var scope = new ScriptScope("connection:" + connection.id());
        // Before the call: it may be billed, whatever becomes of this process.
        record(workspace, ConnectionEntries.tested(connection, id));
        return switch (providers.follow(workspace, new Wanted(spec, Map.of(), scope)).get()) {
            case Resolved.Ready(Provider provider) -> called(id, provider);
            case Resolved.Misconfigured(String reason) -> failed(id, reason);
            case Resolved.Unsupported(String reason) -> failed(id, reason);
        };
    }

    private void record(WorkspaceId workspace, AuditEntry entry) {
        transactions.inWorkspace(
                workspace,
                handle -> {
                    audit.record(handle, workspace, entry);
                    return entry;
                });
    }

    private static String asked(Connection connection, Optional<String> model) {
        String name =
                model.or(() -> connection.modelList().stream().findFirst())
                        .orElseThrow(
                                () ->
                                        new Problem.Invalid(
                                                "model: missing; the connection names none, so say"
                                                        + " which to ask"));
        return switch (connection.kind()) {
            case "anthropic" -> name.contains(":") ? name : "messages:" + name;
            case "azure", "huggingface" -> name.contains(":") ? name : "chat:" + name;
            default -> name;
        };
    }

    private static Outcome called(String id, Provider provider) {
        var none = JsonNodeFactory.instance.objectNode();
        return switch (provider.call(new ProviderRequest(new Prompt.Text(QUESTION), none, none))) {
            case ProviderResult.Completed(_, Answer answer) -> answered(id, answer);
            case ProviderResult.RateLimited(_, String message) -> failed(id, message);
            case ProviderResult.Unavailable(_, String message) -> failed(id, message);
            case ProviderResult.Rejected(_, String message) -> failed(id, message);
            case ProviderResult.Malformed(String message, _) -> failed(id, message);
            case ProviderResult.Lost(String message) -> failed(id, message);
        };
    }

    private static Outcome answered(String id, Answer answer) {
        var output = answer.output();
        String text = output.isTextual() ? output.textValue() : output.toString();
        return new Outcome(
                true,
                id,
                text.substring(0, Math.min(SHOWN, text.length())),
                answer.latencyMillis(),
                answer.tokens().map(tokens -> tokens.total()).orElse(null),
                answer.costUsd().isPresent() ? answer.costUsd().getAsDouble() : null);
    }

    private static Outcome failed(String id, String reason) {
        return new Outcome(false, id, reason, null, null, null);
    }
}
