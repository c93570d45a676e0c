package dev.promptcards.analytics.api;

import static java.util.stream.Collectors.joining;

import dev.promptcards.analytics.Report;
import dev.promptcards.analytics.ReportFilter;
import dev.promptcards.analytics.ReportQuestion;
import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;

import io.micronaut.http.HttpParameters;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads what a report is asked from the parameters of a request. What a report does not take is
/// refused: a misspelled filter would answer for everything.
final class ReportParameters {

    private static final Set<String> OF_ALL = Set.of("window", "limit", "format");
    private static final int LONGEST = 500;

    private ReportParameters() {}

    /// @throws Problem.Invalid naming the parameter and what it takes
    static ReportQuestion question(Report report, HttpParameters parameters, Instant now) {
        Map<ReportFilter, String> filters = new EnumMap<>(ReportFilter.class);
        for (var name : parameters.names()) {
            if (parameters.getAll(name).size() > 1) {
                throw new Problem.Invalid(name + ": is given more than once");
            }
            if (OF_ALL.contains(name)) {
                continue;
            }
            var filter =
                    ReportFilter.of(name)
                            .filter(report.filters()::contains)
                            .orElseThrow(() -> unknown(report, name));
            one(parameters, name).ifPresent(value -> filters.put(filter, value(filter, value)));
        }
        report.needed()
                .filter(it -> !filters.containsKey(it))
                .ifPresent(
                        it -> {
                            throw new Problem.Invalid(
                                    "%s: missing; the report `%s` is about %s"
                                            .formatted(it.word(), report.name(), it.says()));
                        });
        var window = Windows.parse(one(parameters, "window").orElse(null), now);
        return new ReportQuestion(window, filters, rows(report, one(parameters, "limit")));
    }

    private static Optional<String> one(HttpParameters parameters, String name) {
        return parameters.getFirst(name).filter(it -> !it.isEmpty());
    }

    private static String value(ReportFilter filter, String text) {
        StorableText.require(filter.word(), text, LONGEST);
        if (filter == ReportFilter.VERSION && !text.matches("[1-9]\\d{0,8}")) {
            throw new Problem.Invalid("version: must be the number of a version, such as 3");
        }
        return text;
    }

    private static int rows(Report report, Optional<String> limit) {
        if (limit.isEmpty()) {
            return report.limit().unlessSaid();
        }
        int most = report.limit().most();
        if (most == 0) {
            throw new Problem.Invalid(
                    "limit: the report `%s` tells all its rows; a shorter window makes them fewer"
                            .formatted(report.name()));
        }
        if (limit.get().matches("[1-9]\\d{0,8}") && Integer.parseInt(limit.get()) <= most) {
            return Integer.parseInt(limit.get());
        }
        throw new Problem.Invalid("limit: must be 1 to %,d".formatted(most));
    }

    private static Problem.Invalid unknown(Report report, String name) {
        return new Problem.Invalid(
                "%s: the report `%s` has no such parameter. It takes %s."
                        .formatted(
                                name.length() > LONGEST ? "a parameter" : name,
                                report.name(),
                                Stream.concat(
                                                report.filters().stream().map(ReportFilter::word),
                                                OF_ALL.stream().sorted())
                                        .collect(joining(", "))));
    }
}
