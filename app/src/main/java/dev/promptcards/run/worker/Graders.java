package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.judge.Judge;
import dev.promptcards.assertion.judge.Judge.Task;
import dev.promptcards.run.DefaultGrader;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds whom a judged assertion asks, by promptfoo's rules: what is written, a mapping of tasks
/// among it, and otherwise the default of the task for the keys that are there.
final class Graders {

    /// Whom to ask, or why that cannot be found out.
    sealed interface Choice {
        record Found(Target target) implements Choice {}

        record Wrong(String reason) implements Choice {}
    }

    /// Ids that answer with an embedding have one of these in them.
    private static final List<String> EMBEDDINGS =
            List.of("embed", "sentence-similarity", "feature-extraction", "voyage");

    private final Targets targets;

    Graders(Targets targets) {
        this.targets = targets;
    }

    Choice of(Judge.Question question) {
        return question.provider()
                .map(written -> written(question.task(), written))
                .orElseGet(() -> byDefault(question.task()));
    }

    private Choice written(Task task, JsonNode written) {
        if (written.isTextual()) {
            return fitting(task, JsonNodeFactory.instance.objectNode().set("id", written));
        }
        if (!(written instanceof ObjectNode object)) {
            return new Choice.Wrong(
                    "'provider' must be an id, {\"id\", \"config\"}, or a mapping of tasks to one");
        }
        var ofTask = object.get(task.name().toLowerCase(Locale.ROOT));
        if (ofTask != null && !ofTask.isNull()) {
            return written(task, ofTask);
        }
        if (object.path("id").isTextual()) {
            return fitting(task, object);
        }
        return object.isEmpty()
                ? byDefault(task)
                : new Choice.Wrong(
                        "'provider' names nobody for the task '%s'"
                                .formatted(task.name().toLowerCase(Locale.ROOT)));
    }

    /// One grader is often written for all tasks; where it cannot do this one, the default does.
    private Choice fitting(Task task, ObjectNode spec) {
        var id = spec.path("id").textValue();
        boolean fits =
                switch (task) {
                    case TEXT, CLASSIFICATION -> true;
                    case EMBEDDING -> !isChat(id) || EMBEDDINGS.stream().anyMatch(id::contains);
                    case MODERATION -> !isChat(id) || id.contains("moderation");
                };
        return fits ? new Choice.Found(targets.of(spec)) : byDefault(task);
    }

    private static boolean isChat(String id) {
        return List.of("openai:", "azure:", "anthropic:", "google:", "mistral:", "ollama:").stream()
                        .anyMatch(id::startsWith)
                || id.startsWith("openrouter:");
    }

    private Choice byDefault(Task task) {
        return switch (task) {
            case TEXT -> found(DefaultGrader.text(targets::hasKey));
            case EMBEDDING ->
                    found(
                            !hasOpenAi() && targets.hasKey("MISTRAL_API_KEY", "mistral")
                                    ? "mistral:embedding:mistral-embed"
                                    : "openai:embedding:text-embedding-3-large");
            case MODERATION -> found("openai:moderation:omni-moderation-latest");
            case CLASSIFICATION ->
                    new Choice.Wrong(
                            "there is no default for this task; name a provider, such as"
                                    + " huggingface:text-classification:MODEL");
        };
    }

    private boolean hasOpenAi() {
        return targets.hasKey("OPENAI_API_KEY", "openai");
    }

    private Choice found(String id) {
        return new Choice.Found(
                targets.of(id, Optional.empty(), JsonNodeFactory.instance.objectNode()));
    }
}
