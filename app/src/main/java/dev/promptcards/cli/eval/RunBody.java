package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.Plan;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;
import dev.promptcards.promptfoo.provider.PlannedProvider;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The body of `POST …/runs`.
final class RunBody {

    /// A card as the server has it now.
    record Card(String slug, int version) {}

    /// A suite's revision as the server has it now.
    record Suite(String slug, int revision) {}

    /// The id that stands for a provider nobody speaks to yet: its executions are errors.
    private static final String UNSUPPORTED = "unsupported:";

    /// Characters of a configuration that are kept with a run.
    private static final int REMEMBERED = 64 << 10;

    private static final int MINUTE_MILLIS = 60_000;

    private RunBody() {}

    /// @param cards of the plan's prompts, in their order
    /// @param firstCases how many cases to run, if not all
    /// @param secrets keys, for this run alone
    /// @param env what templates find under `env`
    static ObjectNode of(
            Plan plan,
            RunSettings settings,
            List<Card> cards,
            Suite suite,
            Optional<Long> firstCases,
            Map<String, String> secrets,
            Map<String, String> env) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode source = body.putObject("source");
        source.put("kind", "eval").put("file", plan.file().toString());
        plan.description().ifPresent(text -> source.put("description", text));
        if (!plan.tags().isEmpty()) {
            source.set("tags", plan.tags());
        }
        addConfiguration(source, plan);
        ArrayNode prompts = body.putArray("prompts");
        for (int i = 0; i < cards.size(); i++) {
            prompts.addObject()
                    .put("card", cards.get(i).slug())
                    .put("version", cards.get(i).version())
                    .put("label", plan.prompts().get(i).label());
        }
        ArrayNode providers = body.putArray("providers");
        plan.providers().forEach(provider -> addColumns(providers, provider, plan.prompts()));
        settings.delayMillis().ifPresent(millis -> slow(providers, millis));
        body.putObject("suite").put("slug", suite.slug()).put("revision", suite.revision());
        body.put("repeat", settings.repeat());
        body.put("concurrency", settings.concurrency());
        body.put("cache", settings.cache());
        body.put("onUnknown", settings.onUnknown());
        settings.budgetUsd().ifPresent(usd -> body.put("budgetUsd", usd));
        firstCases.ifPresent(count -> body.put("firstCases", count));
        settings.timeoutMillis().ifPresent(millis -> body.put("timeoutMs", millis));
        secrets.forEach(body.putObject("secrets")::put);
        env.forEach(body.putObject("env")::put);
        return body;
    }

    /// What `wait` and `resume` need to tell of the run as `eval` does. A configuration with many
    /// tests in it is remembered without them: they are in the suite.
    private static void addConfiguration(ObjectNode source, Plan plan) {
        JsonNode shown = plan.shown();
        if (!plan.derivedMetrics().isEmpty()) {
            source.set("derivedMetrics", plan.derivedMetrics());
        }
        if (shown instanceof ObjectNode config && config.toString().length() > REMEMBERED) {
            config.remove(List.of("tests", "scenarios"));
        }
        if (shown.toString().length() <= REMEMBERED) {
            source.set("config", shown);
        }
    }

    /// The columns of a provider. Where it cannot be tried on a prompt, a provider that only errs
    /// takes its place, so that the column is there and does not pass; its neighbours keep their
    /// order.
    private static void addColumns(
            ArrayNode providers, PlannedProvider provider, List<PlannedPrompt> prompts) {
        boolean allRun =
                provider.unsupported().isEmpty()
                        && prompts.stream().allMatch(p -> p.unsupported().isEmpty());
        if (allRun) {
            ObjectNode one = add(providers, provider, Optional.empty());
            provider.prompts().ifPresent(labels -> labels.forEach(one.putArray("prompts")::add));
            return;
        }
        for (PlannedPrompt prompt : prompts) {
            if (provider.prompts().isEmpty() || provider.prompts().get().contains(prompt.label())) {
                add(providers, provider, provider.unsupported().or(prompt::unsupported))
                        .putArray("prompts")
                        .add(prompt.label());
            }
        }
    }

    /// A delay is a rate to the server, which keeps it for all who use a connection.
    private static void slow(ArrayNode providers, int delayMillis) {
        for (JsonNode provider : providers) {
            ObjectNode config = ((ObjectNode) provider).withObjectProperty("config");
            if (!config.has("requestsPerMinute")) {
                config.put("requestsPerMinute", Math.max(1, MINUTE_MILLIS / delayMillis));
            }
        }
    }

    private static ObjectNode add(
            ArrayNode providers, PlannedProvider provider, Optional<String> unsupported) {
        ObjectNode one = providers.addObject();
        one.put("id", unsupported.isPresent() ? UNSUPPORTED + provider.id() : provider.id());
        if (unsupported.isPresent() || !provider.label().isEmpty()) {
            one.put("label", provider.name());
        }
        if (unsupported.isPresent()) {
            one.putObject("config").put("reason", unsupported.get());
        } else {
            one.set("config", provider.config());
        }
        return one;
    }
}
