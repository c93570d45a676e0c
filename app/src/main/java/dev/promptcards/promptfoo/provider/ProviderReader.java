package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.cases.Columns;
import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Folder;
import dev.promptcards.promptfoo.file.Keys;
import dev.promptcards.promptfoo.file.Lines;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.Inlined;
import dev.promptcards.promptfoo.inline.ScriptFiles;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Reads `providers` (or `targets`). Which ids can be called only the server knows: what promptfoo
/// has and the server has not becomes an error of its cases there.
public final class ProviderReader {

    /// Programs that would run outside the sandbox.
    private static final Pattern FOREIGN =
            Pattern.compile(
                    "(?:exec|python|golang|ruby|package):.*|file://.*\\.(?:py|go|rb|sh)(?::\\w+)?");

    private static final Keys KEYS =
            new Keys(
                    "a provider",
                    Set.of(
                            "id",
                            "label",
                            "config",
                            "prompts",
                            "transform",
                            "delay",
                            "env",
                            "inputs"),
                    Map.of());
    private static final long MINUTE_MILLIS = 60_000;

    private final Inlined inlined;
    private final Credentials credentials;
    private final Consumer<Finding> findings;
    private final List<PlannedProvider> providers = new ArrayList<>();

    public ProviderReader(Inlined inlined, Credentials credentials, Consumer<Finding> findings) {
        this.inlined = inlined;
        this.credentials = credentials;
        this.findings = findings;
    }

    /// All providers, in the order they are tried in; one that is written twice is taken once.
    ///
    /// @param folder what names of files are relative to
    /// @param prompts that providers may choose from
    public List<PlannedProvider> read(
            Folder folder, Place place, Located node, List<PlannedPrompt> prompts) throws Refusal {
        Set<ObjectNode> seen = new HashSet<>();
        for (ProviderItems.Item item : new ProviderItems(folder).read(place, node)) {
            if (!seen.add(item.mapping())) {
                continue;
            }
            KEYS.check(item.at().part(item.mapping()), findings);
            Optional<String> unknown = ProviderIds.unknown(item.mapping().path("id").textValue());
            if (unknown.isPresent()) {
                throw item.at().place().refused(unknown.get());
            }
            PlannedProvider provider = planned(item.at(), item.mapping(), prompts);
            provider.unsupported()
                    .map(message -> message + "; its cases will be errors")
                    .map(item.at().place()::unsupported)
                    .ifPresent(findings);
            providers.add(provider);
        }
        if (providers.isEmpty()) {
            throw node.place()
                    .refused("no providers; give at least one, such as providers: [echo]");
        }
        return List.copyOf(providers);
    }

    private PlannedProvider planned(Located at, ObjectNode provider, List<PlannedPrompt> prompts)
            throws Refusal {
        String id = provider.path("id").textValue();
        ObjectNode config = config(at, id, provider);
        Optional<String> unsupported = unsupported(id);
        boolean isScript = ScriptFiles.isScript(id);
        return new PlannedProvider(
                isScript ? "script:" + stem(id) : credentials.outOf(id),
                provider.path("label").asText(isScript ? stem(id) : ""),
                credentials.outOf(id, config),
                allowed(at, provider.path("prompts"), prompts),
                unsupported);
    }

    static Optional<String> unsupported(String id) {
        return FOREIGN.matcher(id).matches()
                ? Optional.of(
                        ("the provider '%s' is a program that only runs outside the sandbox; write"
                                        + " it in JavaScript, or put it behind an 'http' provider")
                                .formatted(id))
                : Optional.empty();
    }

    /// The configuration with its files read, and a script's text as `script` in it.
    private ObjectNode config(Located at, String id, ObjectNode provider) throws Refusal {
        JsonNode written = provider.path("config");
        if (!written.isMissingNode() && !written.isNull() && !written.isObject()) {
            throw at.at("config").refused("'config' of a provider is a mapping");
        }
        ObjectNode config =
                written instanceof ObjectNode mapping
                        ? mapping.deepCopy()
                        : JsonNodeFactory.instance.objectNode();
        OwnEnvironment.apply(id, provider.path("env"), config, credentials);
        if (id.startsWith("replay")) {
            Recordings.inline(at, inlined.folder(), id.replaceFirst("^replay:?", ""), config);
        }
        Place place = at.at("config");
        ObjectNode read = (ObjectNode) inlined.deep(place, config, findings);
        if (ScriptFiles.isScript(id)) {
            read.setAll(inlined.scripts().read(at.at("id"), id, findings));
        }
        JsonNode transform = provider.path("transform");
        if (!transform.isMissingNode() && !transform.isNull()) {
            read.set("transform", inlined.deep(at.at("transform"), transform, findings));
        }
        long delay = provider.path("delay").asLong(0);
        if (delay > 0 && !read.has("requestsPerMinute")) {
            read.put("requestsPerMinute", Math.max(1, MINUTE_MILLIS / delay));
        }
        return read;
    }

    private static Optional<List<String>> allowed(
            Located at, JsonNode choice, List<PlannedPrompt> prompts) throws Refusal {
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

    private static String stem(String id) {
        return Path.of(ScriptFiles.fileOf(id))
                .getFileName()
                .toString()
                .replaceFirst("\\.[^.]*$", "");
    }

    /// One provider outside the columns, as `{id, label?, config?}`.
    ObjectNode single(Place place, JsonNode written) throws Refusal {
        Located at = new Located(place.file(), written, Lines.single(place.line()));
        List<ProviderItems.Item> items = new ProviderItems(inlined.folder()).read(place, at);
        if (items.size() != 1) {
            throw place.refused("one provider is expected here, not %d".formatted(items.size()));
        }
        PlannedProvider provider = planned(at, items.getFirst().mapping(), List.of());
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", provider.id());
        if (!provider.label().isEmpty()) {
            json.put("label", provider.label());
        }
        if (!provider.config().isEmpty()) {
            json.set("config", provider.config());
        }
        return json;
    }
}
