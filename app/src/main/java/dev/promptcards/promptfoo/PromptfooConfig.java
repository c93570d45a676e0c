package dev.promptcards.promptfoo;

import com.fasterxml.jackson.databind.node.ArrayNode;

import dev.promptcards.promptfoo.cases.CaseReader;
import dev.promptcards.promptfoo.cases.Columns;
import dev.promptcards.promptfoo.cases.Hooks;
import dev.promptcards.promptfoo.cases.Remarks;
import dev.promptcards.promptfoo.cases.TestParts;
import dev.promptcards.promptfoo.cases.Tests;
import dev.promptcards.promptfoo.file.Findings;
import dev.promptcards.promptfoo.file.Folder;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.YamlFile;
import dev.promptcards.promptfoo.inline.Inlined;
import dev.promptcards.promptfoo.inline.ScriptFiles;
import dev.promptcards.promptfoo.inline.Workshop;
import dev.promptcards.promptfoo.prompt.PlannedPrompt;
import dev.promptcards.promptfoo.prompt.PromptReader;
import dev.promptcards.promptfoo.prompt.Separators;
import dev.promptcards.promptfoo.prompt.Slugs;
import dev.promptcards.promptfoo.provider.Credentials;
import dev.promptcards.promptfoo.provider.Graders;
import dev.promptcards.promptfoo.provider.PlannedProvider;
import dev.promptcards.promptfoo.provider.ProviderReader;
import dev.promptcards.promptfoo.tests.TestSources;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a promptfoo configuration (`promptfooconfig.yaml`, or a module that makes one) into a
/// [Plan].
public final class PromptfooConfig {

    /// Parts no verdict of a case hangs on.
    private static final Set<String> CHANGES_NONE = Set.of("redteam", "tracing");

    private final ConfigFile file;
    private final Overrides overrides;
    private final Environment environment;
    private final Workshop workshop;
    private final Findings findings = new Findings();
    private final Credentials credentials = new Credentials();
    private final Inlined inlined;

    private PromptfooConfig(Path path, Overrides overrides, Workshop workshop) throws Refusal {
        Path parent = path.getParent();
        Path beside = parent == null ? Path.of("") : parent;
        Folder folder = new Folder(beside, overrides.root().orElse(beside), findings);
        ScriptFiles scripts = new ScriptFiles(folder, workshop);
        Located config =
                ScriptFiles.isScript(path.toString())
                        ? ConfigModule.read(path, scripts, overrides.environment())
                        : YamlFile.read(path, folder.root());
        this.environment = overrides.environment().with(config.value().path("env"));
        this.file = new ConfigFile(config, folder, overrides, environment);
        this.overrides = overrides;
        this.workshop = workshop;
        this.inlined = new Inlined(folder, scripts);
    }

    /// Reads a configuration and what it refers to, except for the files of tests: [Plan#check]
    /// reads through those.
    public static Reading read(Path file) {
        return read(file, Overrides.NONE);
    }

    /// As above, with what the command line says.
    public static Reading read(Path file, Overrides overrides) {
        Workshop workshop = new Workshop();
        try {
            return new PromptfooConfig(file, overrides, workshop).read();
        } catch (Refusal refusal) {
            return new Reading.Refused(List.of(refusal.finding()), 0);
        } finally {
            workshop.rest();
        }
    }

    private Reading read() throws Refusal {
        file.check(findings);
        Located config = file.config();
        Slugs slugs = new Slugs(config.file());
        Remarks remarks = new Remarks(findings);
        noteLeftOut(config);
        RunOptions options = RunOptions.read(file.folder(), config, findings);
        List<PlannedPrompt> prompts = prompts(slugs);
        ProviderReader reader = new ProviderReader(inlined, credentials, findings);
        List<PlannedProvider> providers = providers(reader, prompts);
        CaseReader cases =
                new CaseReader(
                        inlined, columns(prompts, providers), new Graders(reader, credentials));
        TestParts defaults = cases.parts(file.defaultTest(), remarks);
        Hooks hooks = new Extensions(inlined.scripts(), remarks).read(config);
        ConfigFile.Part written = file.tests();
        Tests tests =
                new Tests(
                        new TestSources(inlined, csvDelimiter(), findings)
                                .read(written.folder(), config, written.node()),
                        cases,
                        defaults,
                        remarks.reason(),
                        WrittenFilters.with(overrides.filters().tests(), config),
                        hooks);
        ArrayNode metrics = Metrics.read(config, inlined.scripts(), findings);
        return findings.refused()
                ? new Reading.Refused(findings.list(), findings.more())
                : new Plan(
                        new Plan.Source(
                                config,
                                overrides,
                                slugs.suite(),
                                TemplateFilters.read(config, inlined.scripts(), findings),
                                metrics),
                        prompts,
                        providers,
                        credentials,
                        options,
                        findings,
                        tests,
                        workshop);
    }

    private List<PlannedPrompt> prompts(Slugs slugs) throws Refusal {
        ConfigFile.Part written = file.prompts();
        Inlined from = new Inlined(written.folder(), inlined.scripts());
        List<PlannedPrompt> all =
                new PromptReader(from, slugs, separators(), findings).read(written.node());
        List<PlannedPrompt> chosen =
                all.stream()
                        .filter(one -> Filters.matches(overrides.filters().prompts(), one.names()))
                        .toList();
        if (chosen.isEmpty()) {
            throw written.place()
                    .refused("no prompt has a label or an id that --filter-prompts finds");
        }
        if (chosen.stream().anyMatch(one -> Credentials.holdsKey(one.settings()))) {
            throw written.place()
                    .refused(
                            "a key stands in the 'config' of a prompt, which is kept with its card;"
                                    + " write it in that of a provider, from where it is sealed");
        }
        return chosen;
    }

    private String csvDelimiter() {
        return environment.text("PROMPTFOO_CSV_DELIMITER").orElse(",");
    }

    private Separators separators() {
        return new Separators(
                environment.text("PROMPTFOO_PROMPT_SEPARATOR").orElse("---"), csvDelimiter());
    }

    private List<PlannedProvider> providers(ProviderReader reader, List<PlannedPrompt> prompts)
            throws Refusal {
        ConfigFile.Part written = file.providers(findings);
        List<PlannedProvider> chosen =
                reader.read(written.folder(), written.place(), written.node(), prompts).stream()
                        .filter(
                                one ->
                                        Filters.matches(
                                                overrides.filters().providers(), one.names()))
                        .toList();
        if (chosen.isEmpty()) {
            throw written.place()
                    .refused("no provider has a label or an id that --filter-providers finds");
        }
        return chosen;
    }

    private void noteLeftOut(Located config) {
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

    private static Columns columns(List<PlannedPrompt> prompts, List<PlannedProvider> providers) {
        return new Columns(
                providers.stream().map(PlannedProvider::names).toList(),
                prompts.stream().map(PlannedPrompt::names).toList(),
                prompts.size() == 1 ? Optional.of(prompts.getFirst().raw()) : Optional.empty());
    }
}
