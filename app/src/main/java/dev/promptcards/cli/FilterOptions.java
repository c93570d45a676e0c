package dev.promptcards.cli;

import dev.promptcards.cli.eval.EarlierResults;
import dev.promptcards.cli.eval.EarlierResults.Kind;
import dev.promptcards.promptfoo.Filters;
import dev.promptcards.promptfoo.cases.Sample;
import dev.promptcards.promptfoo.cases.TestFilter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Which tests, providers and prompts of a configuration are run.
final class FilterOptions {

    private static final Pattern RANGE = Pattern.compile("(\\d*):(\\d*)");

    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-n", "--filter-first-n"},
            paramLabel = "N",
            description = "Run the first N tests only.")
    private @Nullable Long first;

    @Option(
            names = "--filter-range",
            paramLabel = "FROM:TO",
            description = "Run the tests from number FROM, counted from 0, to before TO.")
    private @Nullable String range;

    @Option(names = "--filter-sample", paramLabel = "N", description = "Run N tests, by chance.")
    private @Nullable Long sample;

    @Option(
            names = "--filter-sample-seed",
            paramLabel = "NUMBER",
            description = "Always draw the same sample.")
    private @Nullable Long seed;

    @Option(
            names = "--filter-pattern",
            paramLabel = "REGEX",
            description = "Run tests whose description it is found in.")
    private @Nullable String description;

    @Option(
            names = "--filter-metadata",
            paramLabel = "KEY=VALUE",
            description = "Run tests with this in their metadata; may be repeated, all must hold.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Option(
            names = {"--filter-providers", "--filter-targets"},
            paramLabel = "REGEX",
            description = "Run providers whose id or label it is found in.")
    private @Nullable String providers;

    @Option(
            names = "--filter-prompts",
            paramLabel = "REGEX",
            description = "Run prompts whose label or id it is found in.")
    private @Nullable String prompts;

    @Option(
            names = "--filter-failing",
            paramLabel = "FILE|RUN",
            description = "Run what did not pass in a result file, or in a run by number or id.")
    private @Nullable String failing;

    @Option(
            names = "--filter-failing-only",
            paramLabel = "FILE|RUN",
            description = "Run what was judged there and failed, but no errors.")
    private @Nullable String failed;

    @Option(
            names = "--filter-errors-only",
            paramLabel = "FILE|RUN",
            description = "Run what was an error there.")
    private @Nullable String errors;

    /// The first tests, where nothing else chooses among them: the suite then stays whole and the
    /// run stops early in it.
    Optional<Long> firstOfAll() {
        return choosesTests() ? Optional.empty() : Optional.ofNullable(first);
    }

    private boolean choosesTests() {
        return range != null
                || sample != null
                || description != null
                || !metadata.isEmpty()
                || failing != null
                || failed != null
                || errors != null;
    }

    /// @param inRun the variables of the cases of a run that came out so, by its number or id
    Filters filters(BiFunction<String, Kind, Set<String>> inRun) {
        if (first != null && (first < 1 || first > Integer.MAX_VALUE)) {
            throw wrong(
                    "-n, --filter-first-n is a number of tests, at least 1; got %d"
                            .formatted(first));
        }
        return new Filters(tests(inRun), pattern(providers), pattern(prompts));
    }

    private TestFilter tests(BiFunction<String, Kind, Set<String>> inRun) {
        if (!choosesTests()) {
            return TestFilter.NONE;
        }
        OptionalLong from = OptionalLong.empty();
        OptionalLong to = OptionalLong.empty();
        if (range != null) {
            var parts = RANGE.matcher(range);
            if (!parts.matches()) {
                throw wrong("--filter-range is FROM:TO, such as 10:20; got '%s'".formatted(range));
            }
            from = number(parts.group(1));
            to = number(parts.group(2));
        }
        return new TestFilter(
                pattern(description),
                List.copyOf(metadata.entrySet()),
                earlier(inRun),
                from,
                to,
                optional(first),
                Optional.ofNullable(sample).map(size -> new Sample(size, optional(seed))));
    }

    private Optional<Set<String>> earlier(BiFunction<String, Kind, Set<String>> inRun) {
        Map<Kind, @Nullable String> asked = new LinkedHashMap<>();
        asked.put(Kind.FAILING, failing);
        asked.put(Kind.FAILED, failed);
        asked.put(Kind.ERRORS, errors);
        Set<String> vars = new TreeSet<>();
        asked.forEach(
                (kind, where) -> {
                    if (where != null && isFile(where)) {
                        vars.addAll(EarlierResults.inFile(Path.of(where), kind));
                    } else if (where != null) {
                        vars.addAll(inRun.apply(where, kind));
                    }
                });
        return failing == null && failed == null && errors == null
                ? Optional.empty()
                : Optional.of(vars);
    }

    private static boolean isFile(String where) {
        return where.endsWith(".json")
                || where.endsWith(".jsonl")
                || Files.isRegularFile(Path.of(where));
    }

    private Optional<Pattern> pattern(@Nullable String regex) {
        try {
            return Optional.ofNullable(regex).map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            throw wrong("'%s' is no regular expression: %s".formatted(regex, e.getDescription()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static OptionalLong number(String digits) {
        return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    private static OptionalLong optional(@Nullable Long number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
