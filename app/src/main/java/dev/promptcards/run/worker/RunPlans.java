package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.Assertions;
import dev.promptcards.card.CardJson;
import dev.promptcards.queue.QueuedRun;
import dev.promptcards.run.Column;
import dev.promptcards.run.ProviderOpening;
import dev.promptcards.run.Run;
import dev.promptcards.run.RunRepository;
import dev.promptcards.run.RunSecrets;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.suite.CaseRepository;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads what a worker needs to know of a run.
@Singleton
class RunPlans {

    private final WorkspaceTransactions transactions;
    private final RunRepository runs;
    private final RunSecrets secrets;
    private final CaseRepository cases;
    private final ProviderOpening opening;
    private final ObjectMapper json;

    RunPlans(
            WorkspaceTransactions transactions,
            RunRepository runs,
            RunSecrets secrets,
            CaseRepository cases,
            ProviderOpening opening,
            ObjectMapper json) {
        this.transactions = transactions;
        this.runs = runs;
        this.secrets = secrets;
        this.cases = cases;
        this.opening = opening;
        this.json = json;
    }

    sealed interface Reading {
        record Ready(RunPlan plan) implements Reading {}

        /// The run cannot be carried out, and never will be.
        record Hopeless(Run run, String reason) implements Reading {}
    }

    Reading read(QueuedRun key) {
        return transactions.inWorkspace(key.workspace(), handle -> read(handle, key));
    }

    private Reading read(Handle handle, QueuedRun key) {
        var run = runs.find(handle, key.workspace(), key.run()).orElseThrow();
        RunSecrets.Content content;
        try {
            content = secrets.open(handle, key.workspace(), key.run());
        } catch (RuntimeException e) {
            return new Reading.Hopeless(
                    run,
                    "its keys cannot be decrypted: is the master key the one it was started with?");
        }
        var defaults =
                defaults(
                        cases.defaults(handle, key.workspace(), run.suiteId(), run.suiteRevision())
                                .orElseThrow());
        var scope = RunPlan.scope(key, defaults.filters());
        var targets = new Targets(opening, key.workspace(), content, scope, run.timeoutMillis());
        var parts = new java.util.ArrayList<RunPlan.Part>();
        for (var column : runs.columns(handle, key.workspace(), key.run())) {
            var target = targets.of(column.providerId(), column.providerLabel(), column.config());
            parts.add(part(handle, key, column, target));
        }
        return new Reading.Ready(
                new RunPlan(
                        key,
                        run,
                        List.copyOf(parts),
                        defaults,
                        content.env(),
                        targets,
                        new Graders(targets)));
    }

    private RunPlan.Part part(Handle handle, QueuedRun key, Column column, Target target) {
        return handle.createQuery(
                        """
                        SELECT kind, template, messages, function, variables, settings FROM card_versions
                         WHERE workspace_id = :workspaceId AND card_id = :cardId AND number = :number
                        """)
                .bind("workspaceId", key.workspace().value())
                .bind("cardId", column.cardId())
                .bind("number", column.version())
                .map(
                        (row, _) ->
                                new RunPlan.Part(
                                        column,
                                        target,
                                        template(row),
                                        CardJson.variables(parse(row.getString("variables"))),
                                        (ObjectNode) parse(row.getString("settings"))))
                .one();
    }

    private RunPlan.Template template(ResultSet row) throws SQLException {
        return switch (row.getString("kind")) {
            case "chat" -> new RunPlan.Template.Chat(parse(row.getString("messages")));
            case "script" ->
                    new RunPlan.Template.Script(
                            row.getString("template"),
                            Optional.ofNullable(row.getString("function")));
            default -> new RunPlan.Template.Text(row.getString("template"));
        };
    }

    private RunPlan.Defaults defaults(ObjectNode given) {
        return new RunPlan.Defaults(
                object(given, "vars"),
                object(given, "options"),
                given.get("assert") instanceof ArrayNode asserts
                        ? Assertions.parse(asserts)
                        : List.of(),
                given.path("threshold").isNumber()
                        ? OptionalDouble.of(given.get("threshold").doubleValue())
                        : OptionalDouble.empty(),
                object(given, "metadata"),
                Optional.ofNullable(given.get("assertScoringFunction")).filter(JsonNode::isObject),
                filters(object(given, "nunjucksFilters")));
    }

    private static Map<String, ScriptScope.Filter> filters(ObjectNode given) {
        var filters = new LinkedHashMap<String, ScriptScope.Filter>();
        given.properties()
                .forEach(
                        named -> {
                            var function = named.getValue().path("function");
                            filters.put(
                                    named.getKey(),
                                    new ScriptScope.Filter(
                                            named.getValue().path("script").asText(),
                                            function.isTextual()
                                                    ? Optional.of(function.textValue())
                                                    : Optional.empty()));
                        });
        return filters;
    }

    private ObjectNode object(ObjectNode given, String name) {
        return given.get(name) instanceof ObjectNode object ? object : json.createObjectNode();
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL returned jsonb that is no JSON", e);
        }
    }
}
