package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.promptfoo.cases.CaseReader;
import dev.promptcards.promptfoo.cases.Cases;
import dev.promptcards.promptfoo.cases.EnvironmentNames;
import dev.promptcards.promptfoo.cases.TestParts;
import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Finding.Severity;
import dev.promptcards.promptfoo.file.Findings;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;
import dev.promptcards.promptfoo.provider.Credentials;
import dev.promptcards.promptfoo.provider.PlannedProvider;
import dev.promptcards.promptfoo.tests.TestSource;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A configuration that can be run: its prompts, its providers, and its cases to be streamed.
public final class Plan implements Reading {

    private final Located config;
    private final String name;
    private final List<PlannedPrompt> prompts;
    private final List<PlannedProvider> providers;
    private final Credentials credentials;
    private final TestParts defaults;
    private final RunOptions options;
    private final Findings findings;
    private final Tests tests;

    /// Where the cases come from.
    ///
    /// @param unsupported why no case of this run can be judged, if so
    record Tests(List<TestSource> sources, CaseReader reader, Optional<String> unsupported) {}

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
            Located config,
            String name,
            List<PlannedPrompt> prompts,
            List<PlannedProvider> providers,
            Credentials credentials,
            TestParts defaults,
            RunOptions options,
            Findings findings,
            Tests tests) {
        this.config = config;
        this.name = name;
        this.prompts = prompts;
        this.providers = providers;
        this.credentials = credentials;
        this.defaults = defaults;
        this.options = options;
        this.findings = findings;
        this.tests = tests;
    }

    public Path file() {
        return config.file();
    }

    /// A name for the suite that stays the same when the tests change.
    public String name() {
        return name;
    }

    public Optional<String> description() {
        JsonNode text = config.value().path("description");
        return text.isTextual() ? Optional.of(text.textValue()) : Optional.empty();
    }

    public ObjectNode tags() {
        return config.value().path("tags") instanceof ObjectNode tags
                ? tags
                : JsonNodeFactory.instance.objectNode();
    }

    public List<PlannedPrompt> prompts() {
        return prompts;
    }

    public List<PlannedProvider> providers() {
        return providers;
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
        return defaults.asDefaults();
    }

    /// Values the configuration itself gives to environment variables (`env`); they win over those
    /// of the process.
    public Map<String, String> env() {
        Map<String, String> env = new TreeMap<>();
        config.value()
                .path("env")
                .properties()
                .forEach(entry -> env.put(entry.getKey(), entry.getValue().asText()));
        return env;
    }

    /// The configuration as it was read, with what looks like a key blotted out.
    public JsonNode shown() {
        return Credentials.blotted(config.value());
    }

    /// Reads through all tests once, so that a broken row is found before anything is paid for.
    public Check check() {
        Findings all = new Findings();
        findings.list().forEach(all);
        EnvironmentNames environment = new EnvironmentNames();
        environment.addFrom(defaults());
        prompts.forEach(prompt -> environment.addFrom(prompt.raw()));
        providers.forEach(provider -> environment.addFrom(provider.config()));
        Set<String> keys = new HashSet<>();
        long count = 0;
        try (Cases cases =
                new Cases(tests.sources(), tests.reader(), defaults, tests.unsupported(), all)) {
            while (cases.hasNext()) {
                ObjectNode one = cases.next();
                count++;
                environment.addFrom(one);
                if (one.has("key") && !keys.add(one.path("key").asText())) {
                    all.accept(
                            config.place()
                                    .refused(
                                            "two tests have the key '%s'; keys are unique"
                                                    .formatted(one.path("key").asText()))
                                    .finding());
                }
            }
        }
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
        return new Cases(
                tests.sources(),
                tests.reader(),
                defaults,
                tests.unsupported(),
                finding -> {
                    if (finding.severity() == Severity.REFUSED) {
                        throw new Problem.Invalid(finding.toString());
                    }
                });
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
