package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.promptfoo.cases.Cases;
import dev.promptcards.promptfoo.cases.EnvironmentNames;
import dev.promptcards.promptfoo.cases.Tests;
import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Finding.Severity;
import dev.promptcards.promptfoo.file.Findings;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.inline.Workshop;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;
import dev.promptcards.promptfoo.provider.Blotted;
import dev.promptcards.promptfoo.provider.Credentials;
import dev.promptcards.promptfoo.provider.PlannedProvider;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A configuration that can be run: its prompts, its providers, and its cases to be streamed.
public final class Plan implements Reading {

    /// Room for what is added to a name of at most 100 characters.
    private static final int MAX_NAME = 90;

    private final Source source;
    private final List<PlannedPrompt> prompts;
    private final List<PlannedProvider> providers;
    private final Credentials credentials;
    private final RunOptions options;
    private final Findings findings;
    private final Tests tests;
    private final Workshop workshop;

    /// Where a plan comes from.
    ///
    /// @param name for the suite, that stays the same when the tests change
    /// @param filters scripts by the name of the template filter they are
    /// @param metrics `derivedMetrics`, with scripts in place of files
    record Source(
            Located config,
            Overrides overrides,
            String name,
            ObjectNode filters,
            ArrayNode metrics) {}

    /// What reading through all tests brought to light.
    ///
    /// @param findings of the configuration and its tests, the gravest first
    /// @param more how many further findings there are
    /// @param refused whether nothing may run
    /// @param cases how many cases there are
    /// @param environment the names of the variables templates refer to as `env.NAME`
    public record Check(
            List<Finding> findings,
            int more,
            boolean refused,
            long cases,
            Set<String> environment) {}

    Plan(
            Source source,
            List<PlannedPrompt> prompts,
            List<PlannedProvider> providers,
            Credentials credentials,
            RunOptions options,
            Findings findings,
            Tests tests,
            Workshop workshop) {
        this.source = source;
        this.prompts = prompts;
        this.providers = providers;
        this.credentials = credentials;
        this.options = options;
        this.findings = findings;
        this.tests = tests;
        this.workshop = workshop;
    }

    public Path file() {
        return source.config().file();
    }

    /// A name for the suite that stays the same when the tests change. A selection of the tests is
    /// a suite of its own, so that the whole one keeps its revisions.
    public String name() {
        return tests.isSelection()
                ? source.name().substring(0, Math.min(source.name().length(), MAX_NAME))
                        + "-selection"
                : source.name();
    }

    public Optional<String> description() {
        JsonNode text = source.config().value().path("description");
        return source.overrides()
                .description()
                .or(() -> text.isTextual() ? Optional.of(text.textValue()) : Optional.empty());
    }

    public ObjectNode tags() {
        return source.config().value().path("tags") instanceof ObjectNode tags
                ? tags
                : JsonNodeFactory.instance.objectNode();
    }

    public List<PlannedPrompt> prompts() {
        return prompts;
    }

    public List<PlannedProvider> providers() {
        return providers;
    }

    /// The metrics to derive from the columns' sums: `{name, value}`.
    public ArrayNode derivedMetrics() {
        return source.metrics();
    }

    /// The keys the providers need.
    public Credentials credentials() {
        return credentials;
    }

    public RunOptions options() {
        return options;
    }

    /// What every test inherits; the server merges it into each case.
    public ObjectNode defaults() {
        ObjectNode defaults = tests.defaults().asDefaults();
        if (!source.filters().isEmpty()) {
            defaults.set("nunjucksFilters", source.filters());
        }
        return defaults;
    }

    /// Values the configuration itself gives to environment variables (`env`); they win over those
    /// of the process.
    public Map<String, String> env() {
        Map<String, String> env = new TreeMap<>();
        source.config()
                .value()
                .path("env")
                .properties()
                .forEach(entry -> env.put(entry.getKey(), entry.getValue().asText()));
        return env;
    }

    /// The configuration as it was read, with what looks like a key blotted out.
    public JsonNode shown() {
        return Blotted.of(source.config().value());
    }

    /// Reads through all tests once, so that a broken row is found before anything is paid for.
    public Check check() {
        Findings all = new Findings();
        findings.list().forEach(all);
        EnvironmentNames environment = new EnvironmentNames();
        environment.addFrom(defaults());
        prompts.forEach(prompt -> environment.addFrom(prompt.raw()));
        for (PlannedProvider provider : providers) {
            environment.addFrom(provider.id());
            environment.addFrom(provider.config());
        }
        Set<String> keys = new HashSet<>();
        long count = 0;
        try (Cases cases = tests.open(all, workshop::rest)) {
            while (cases.hasNext()) {
                ObjectNode one = cases.next();
                count++;
                environment.addFrom(one);
                if (one.has("key") && !keys.add(one.path("key").asText())) {
                    all.accept(
                            source.config()
                                    .place()
                                    .refused(
                                            "two tests have the key '%s'; keys are unique"
                                                    .formatted(one.path("key").asText()))
                                    .finding());
                }
            }
        }
        // What is sealed may itself name variables.
        credentials.hidden().values().forEach(environment::addFrom);
        return new Check(
                all.list(),
                all.more() + findings.more(),
                all.refused(),
                count,
                environment.names());
    }

    /// The cases in the order they run in, one at a time in memory. Close what is returned.
    ///
    /// @throws Problem.Invalid while iterating, if a file has changed for the worse since [#check]
    public Cases cases() {
        // What scripts remember ends with each reading, so that all of them come out the same.
        return tests.open(
                finding -> {
                    if (finding.severity() == Severity.REFUSED) {
                        throw new Problem.Invalid(finding.toString());
                    }
                },
                workshop::rest);
    }

    /// How many cases the first `count` tests make; a test with lists of values makes several.
    public long casesOfFirstTests(long count) {
        long seen = 0;
        long made = 0;
        try (Cases cases = cases()) {
            while (cases.hasNext()) {
                seen += cases.next().path("expansion").path("offset").asLong() == 0 ? 1 : 0;
                if (seen > count) {
                    return made;
                }
                made++;
            }
        }
        return made;
    }
}
