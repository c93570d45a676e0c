package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.Check;
import dev.promptcards.card.Variable;
import dev.promptcards.queue.QueuedRun;
import dev.promptcards.run.Column;
import dev.promptcards.run.Run;
import dev.promptcards.script.ScriptScope;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a worker knows of a run: read once, immutable, shared by all its items.
///
/// @param defaults what every case inherits
/// @param targets the models its cases bring along
/// @param graders whom its judged assertions ask
/// @param env values for `{{ env.NAME }}`
record RunPlan(
        QueuedRun key,
        Run run,
        List<Part> columns,
        Defaults defaults,
        Map<String, String> env,
        Targets targets,
        Graders graders) {

    /// A column, ready to be tried.
    ///
    /// @param target the column's model
    /// @param template the version's text, or its messages
    /// @param variables what the version declares; nothing accepts anything
    /// @param settings the version's model settings, over those of the provider
    record Part(
            Column column,
            Target target,
            Template template,
            List<Variable> variables,
            ObjectNode settings) {}

    /// What a version holds.
    sealed interface Template {

        /// Whether it speaks of a variable of that name.
        default boolean names(String variable) {
            return switch (this) {
                case Text(String text) -> text.contains(variable);
                case Script(String module, _) -> module.contains(variable);
                case Chat(JsonNode messages) -> messages.toString().contains(variable);
            };
        }

        record Text(String text) implements Template {}

        record Script(String module, Optional<String> function) implements Template {}

        record Chat(JsonNode messages) implements Template {}
    }

    /// What a suite's revision says for all its cases; its checks are read once.
    record Defaults(
            ObjectNode vars,
            ObjectNode options,
            List<Check> checks,
            OptionalDouble threshold,
            ObjectNode metadata,
            Optional<JsonNode> scoring,
            Map<String, ScriptScope.Filter> filters) {}

    /// What an item of the column runs on: its case's own model, if it has one.
    Target target(Part part, CaseInput input) {
        return input.overrides().provider().map(targets::of).orElse(part.target());
    }

    /// Variables, and `env` beside them where the run has brought any.
    ObjectNode withEnvironment(ObjectNode vars) {
        if (env.isEmpty()) {
            return vars;
        }
        ObjectNode all = vars.deepCopy();
        var values = all.putObject("env");
        env.forEach(values::put);
        return all;
    }

    /// Scripts of one run share an engine, and no other run's.
    ScriptScope scope() {
        return scope(key, defaults.filters());
    }

    static ScriptScope scope(QueuedRun run, Map<String, ScriptScope.Filter> filters) {
        return new ScriptScope("run:" + run.run(), filters);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunPlan plan && plan.key.equals(key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
