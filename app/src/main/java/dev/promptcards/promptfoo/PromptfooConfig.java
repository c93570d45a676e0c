package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.promptfoo.cases.CaseReader;
import dev.promptcards.promptfoo.cases.Columns;
import dev.promptcards.promptfoo.cases.Remarks;
import dev.promptcards.promptfoo.cases.TestParts;
import dev.promptcards.promptfoo.file.Findings;
import dev.promptcards.promptfoo.file.Keys;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.PathPattern;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.YamlFile;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;
import dev.promptcards.promptfoo.prompt.PromptReader;
import dev.promptcards.promptfoo.prompt.Slugs;
import dev.promptcards.promptfoo.provider.Credentials;
import dev.promptcards.promptfoo.provider.PlannedProvider;
import dev.promptcards.promptfoo.provider.ProviderReader;
import dev.promptcards.promptfoo.tests.TestSource;
import dev.promptcards.promptfoo.tests.TestSources;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a promptfoo configuration (`promptfooconfig.yaml`) into a [Plan].
public final class PromptfooConfig {

    private static final Keys KEYS =
            new Keys(
                    "the configuration",
                    Set.of(
                            "$schema",
                            "description",
                            "tags",
                            "prompts",
                            "providers",
                            "targets",
                            "tests",
                            "defaultTest",
                            "scenarios",
                            "derivedMetrics",
                            "outputPath",
                            "evaluateOptions",
                            "commandLineOptions",
                            "env",
                            "nunjucksFilters",
                            "extensions",
                            "sharing",
                            "metadata",
                            "tracing",
                            "writeLatestResults",
                            "redteam",
                            "assertionTemplates"),
                    Map.of());

    /// Parts that change what every case means, so without them no case can be judged.
    private static final Set<String> CHANGES_ALL = Set.of("extensions", "nunjucksFilters");

    /// Parts no verdict of a case hangs on.
    private static final Set<String> CHANGES_NONE = Set.of("redteam", "tracing");

    private final Located config;
    private final Path folder;
    private final Findings findings = new Findings();

    private PromptfooConfig(Located config) {
        this.config = config;
        Path parent = config.file().getParent();
        this.folder = parent == null ? Path.of("") : parent;
    }

    /// Reads a configuration and what it refers to, except for the files of tests: [Plan#check]
    /// reads through those.
    public static Reading read(Path file) {
        try {
            return new PromptfooConfig(YamlFile.read(file)).read();
        } catch (Refusal refusal) {
            return new Reading.Refused(List.of(refusal.finding()), 0);
        }
    }

    private Reading read() throws Refusal {
        if (!config.value().isObject()) {
            throw new Place(config.file(), 1)
                    .refused(
                            "expected a mapping with 'prompts', 'providers' and 'tests'; see"
                                    + " promptfoo's configuration guide");
        }
        KEYS.check(config, findings);
        Slugs slugs = new Slugs(config.file());
        Credentials credentials = new Credentials();
        Remarks remarks = new Remarks(findings);
        noteUnsupported(remarks);
        List<PlannedPrompt> prompts =
                new PromptReader(folder, slugs, findings)
                        .read(required("prompts", "the texts to test"));
        List<PlannedProvider> providers =
                new ProviderReader(folder, prompts, credentials, findings).read(providers());
        CaseReader cases = new CaseReader(folder, columns(prompts, providers));
        TestParts defaults = cases.parts(defaultTest(), remarks);
        List<TestSource> tests = new TestSources(folder, findings).read(config);
        RunOptions options = RunOptions.read(config);
        if (findings.refused()) {
            return new Reading.Refused(findings.list(), findings.more());
        }
        return new Plan(
                config,
                slugs.suite(),
                prompts,
                providers,
                credentials,
                defaults,
                options,
                findings,
                new Plan.Tests(tests, cases, remarks.reason()));
    }

    private void noteUnsupported(Remarks remarks) {
        for (String key : CHANGES_ALL) {
            if (config.get(key).isPresent() && !config.get(key).value().isEmpty()) {
                remarks.unsupported(config.at(key), "'%s' is not supported yet".formatted(key));
            }
        }
        for (String key : CHANGES_NONE) {
            if (config.get(key).isPresent()) {
                findings.accept(
                        config.at(key)
                                .ignored(
                                        "'%s' is not supported yet; left out, verdicts stay the same"
                                                .formatted(key)));
            }
        }
    }

    private Located required(String key, String meaning) throws Refusal {
        Located value = config.get(key);
        if (!value.isPresent()) {
            throw new Place(config.file(), 1)
                    .refused("no '%s'; it lists %s".formatted(key, meaning));
        }
        return value;
    }

    private Located providers() throws Refusal {
        if (config.get("providers").isPresent() && config.get("targets").isPresent()) {
            throw config.at("targets")
                    .refused("'targets' is another name for 'providers'; keep one of them");
        }
        return config.get("targets").isPresent()
                ? config.get("targets")
                : required("providers", "the models to try, such as [echo]");
    }

    private Located defaultTest() throws Refusal {
        Located written = config.get("defaultTest");
        if (!written.isPresent()) {
            return config.part(JsonNodeFactory.instance.objectNode());
        }
        JsonNode value = written.value();
        if (!value.isTextual()) {
            return written;
        }
        List<Path> files = PathPattern.expand(folder, value.textValue());
        if (files.isEmpty()) {
            throw config.at("defaultTest")
                    .refused(
                            "no file '%s' in %s"
                                    .formatted(
                                            PathPattern.withoutScheme(value.textValue()),
                                            folder.toAbsolutePath()));
        }
        return YamlFile.read(files.getFirst());
    }

    private static Columns columns(List<PlannedPrompt> prompts, List<PlannedProvider> providers) {
        List<List<String>> names = new ArrayList<>();
        providers.forEach(
                provider ->
                        names.add(
                                provider.label().isEmpty()
                                        ? List.of(provider.id())
                                        : List.of(provider.id(), provider.label())));
        return new Columns(names, prompts.stream().map(PlannedPrompt::names).toList());
    }
}
