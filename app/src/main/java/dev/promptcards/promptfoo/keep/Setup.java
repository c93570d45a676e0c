package dev.promptcards.promptfoo.keep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.Plan;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;
import dev.promptcards.promptfoo.provider.PlannedProvider;
import dev.promptcards.secret.WrittenSecrets;

import java.util.List;
import java.util.Set;

/// What a configuration says beside its cases: which cards are tried, on which providers, with
/// which options, and the names (never the values) of the keys and variables it needs.
public final class Setup {

    /// Parts that are kept as they are written.
    private static final List<String> KEPT =
            List.of(
                    "description",
                    "tags",
                    "env",
                    "evaluateOptions",
                    "commandLineOptions",
                    "outputPath");

    private Setup() {}

    /// @param cards the slugs of the cards of the plan's prompts, in their order
    /// @param environment names of variables templates refer to
    public static ObjectNode of(Plan plan, List<String> cards, Set<String> environment) {
        ObjectNode setup = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < cards.size(); i++) {
            PlannedPrompt prompt = plan.prompts().get(i);
            ObjectNode one = setup.withArray("prompts").addObject();
            one.put("card", cards.get(i));
            // Called by its text: then so is what the card says later.
            if (!prompt.label().equals(prompt.raw())) {
                one.put("label", prompt.label());
            }
            prompt.id().ifPresent(id -> one.put("id", id));
        }
        plan.providers().forEach(provider -> setup.withArray("providers").add(json(provider)));
        plan.credentials().names().stream().sorted().forEach(setup.putArray("secrets")::add);
        environment.stream().sorted().forEach(setup.putArray("environment")::add);
        ObjectNode config = setup.putObject("config");
        JsonNode shown = plan.shown();
        for (String part : KEPT) {
            if (shown.has(part)) {
                config.set(part, shown.path(part));
            }
        }
        if (!plan.derivedMetrics().isEmpty()) {
            config.set("derivedMetrics", plan.derivedMetrics());
        }
        if (config.path("env") instanceof ObjectNode env) {
            env.properties()
                    .removeIf(
                            variable ->
                                    variable.getValue().asText().contains(WrittenSecrets.BLOTTED));
        }
        return setup;
    }

    private static ObjectNode json(PlannedProvider provider) {
        ObjectNode one = JsonNodeFactory.instance.objectNode();
        one.put("id", provider.id());
        if (!provider.label().isEmpty()) {
            one.put("label", provider.label());
        }
        if (!provider.config().isEmpty()) {
            one.set("config", provider.config());
        }
        provider.prompts().ifPresent(labels -> labels.forEach(one.putArray("prompts")::add));
        return one;
    }
}
