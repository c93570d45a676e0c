package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.cases.Columns;
import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Reads `providers` (or `targets`): names, mappings with id and config, mappings named by their
/// id.
public final class ProviderReader {

    private static final Pattern SUPPORTED =
            Pattern.compile(
                    "echo|replay(?::.*)?|openai:chat:.+|openai:(?!(?:responses|completion|embeddings?"
                        + "|image|moderation|realtime|assistant|transcription|speech|video|agents"
                        + "|chatkit|codex-sdk)\\b).+");
    private static final Set<String> KEYS = Set.of("id", "label", "config", "prompts");

    private final Path folder;
    private final List<PlannedPrompt> prompts;
    private final Credentials credentials;
    private final Consumer<Finding> findings;
    private final List<PlannedProvider> providers = new ArrayList<>();

    public ProviderReader(
            Path folder,
            List<PlannedPrompt> prompts,
            Credentials credentials,
            Consumer<Finding> findings) {
        this.folder = folder;
        this.prompts = prompts;
        this.credentials = credentials;
        this.findings = findings;
    }

    /// All providers, in the order they are tried in.
    public List<PlannedProvider> read(Located node) throws Refusal {
        for (JsonNode item : node.value().isArray() ? node.value() : List.of(node.value())) {
            Located at = item.isContainerNode() ? node.part(item) : node;
            if (item.isTextual()) {
                ObjectNode bare = JsonNodeFactory.instance.objectNode().put("id", item.textValue());
                add(at, bare);
            } else if (item instanceof ObjectNode mapping) {
                add(at, withId(at, mapping));
            } else {
                throw at.place()
                        .refused("a provider is a name such as 'echo', or a mapping with 'id'");
            }
        }
        if (providers.isEmpty()) {
            throw node.place()
                    .refused("no providers; give at least one, such as providers: [echo]");
        }
        return List.copyOf(providers);
    }

    /// `{'openai:chat:x': {config: …}}` is the same as `{id: 'openai:chat:x', config: …}`.
    private static ObjectNode withId(Located at, ObjectNode mapping) throws Refusal {
        if (mapping.path("id").isTextual()) {
            return mapping;
        }
        if (mapping.size() == 1) {
            Map.Entry<String, JsonNode> only = mapping.properties().iterator().next();
            if (only.getValue() instanceof ObjectNode inner) {
                ObjectNode named = inner.deepCopy();
                return named.has("id") ? named : named.put("id", only.getKey());
            }
        }
        throw at.place().refused("a provider without an id; add one, such as id: echo");
    }

    private void add(Located at, ObjectNode provider) throws Refusal {
        String id = provider.path("id").textValue();
        Optional<String> unsupported = Optional.empty();
        if (!SUPPORTED.matcher(id).matches()) {
            unsupported = Optional.of("the provider '%s' is not supported yet".formatted(id));
        }
        for (Map.Entry<String, JsonNode> entry : provider.properties()) {
            if (entry.getKey().equals("delay")) {
                findings.accept(
                        at.at("delay")
                                .ignored("'delay' is passed over; limits are kept by the server"));
            } else if (!KEYS.contains(entry.getKey()) && unsupported.isEmpty()) {
                unsupported =
                        Optional.of(
                                "'%s' of the provider '%s' is not supported yet"
                                        .formatted(entry.getKey(), id));
            }
        }
        unsupported.ifPresent(
                message ->
                        findings.accept(
                                at.place().unsupported(message + "; its cases will be errors")));
        providers.add(
                new PlannedProvider(
                        id,
                        provider.path("label").asText(""),
                        config(at, id, provider),
                        allowed(at, provider.path("prompts")),
                        unsupported));
    }

    private ObjectNode config(Located at, String id, ObjectNode provider) throws Refusal {
        JsonNode written = provider.path("config");
        if (!written.isMissingNode() && !written.isNull() && !written.isObject()) {
            throw at.at("config").refused("'config' of a provider is a mapping");
        }
        ObjectNode config =
                written instanceof ObjectNode mapping
                        ? mapping.deepCopy()
                        : JsonNodeFactory.instance.objectNode();
        if (id.startsWith("replay")) {
            Recordings.inline(at, folder, id.replaceFirst("^replay:?", ""), config);
        }
        return credentials.outOf(id, providers.size() + 1, config);
    }

    private Optional<List<String>> allowed(Located at, JsonNode choice) throws Refusal {
        if (!choice.isArray()) {
            return Optional.empty();
        }
        List<String> labels = new ArrayList<>();
        for (JsonNode name : choice) {
            List<PlannedPrompt> chosen =
                    prompts.stream()
                            .filter(prompt -> Columns.matches(name.asText(), prompt.names()))
                            .toList();
            if (chosen.isEmpty()) {
                throw at.at("prompts")
                        .refused(
                                "it names the prompt '%s', which does not exist; there are: %s"
                                        .formatted(
                                                name.asText(),
                                                String.join(
                                                        ", ",
                                                        prompts.stream()
                                                                .map(PlannedPrompt::label)
                                                                .toList())));
            }
            chosen.forEach(prompt -> labels.add(prompt.label()));
        }
        return Optional.of(labels.stream().distinct().toList());
    }
}
