package dev.promptcards.quota;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// The headers that tell how much of its limits a workspace has left: `RateLimit-Policy` and
/// `RateLimit` of draft-ietf-httpapi-ratelimit-headers-10, with each limit by its name, and the
/// three older fields that many clients read (`RateLimit-Limit`, `-Remaining`, `-Reset`), for the
/// limit of which the least share is left.
final class RateLimitFields {

    private static final long DAY_SECONDS = 86_400;

    /// One limit.
    ///
    /// @param unit of `quota`, where it is not requests
    /// @param window in seconds; a month has no fixed length
    private record Policy(
            String name,
            String unit,
            long quota,
            long remaining,
            OptionalLong window,
            Duration reset) {

        String policy() {
            return "\"%s\";q=%d%s%s"
                    .formatted(
                            name,
                            quota,
                            unit.isEmpty() ? "" : ";qu=\"" + unit + "\"",
                            window.isPresent() ? ";w=" + window.getAsLong() : "");
        }

        String left() {
            return "\"%s\";r=%d;t=%d".formatted(name, remaining, reset.toSeconds());
        }

        double share() {
            return quota == 0 ? 0 : (double) remaining / quota;
        }
    }

    private RateLimitFields() {}

    static Map<String, String> of(Standing standing) {
        var policies = policies(standing);
        if (policies.isEmpty()) {
            return Map.of();
        }
        var scarcest = policies.stream().min(Comparator.comparingDouble(Policy::share)).get();
        var fields = new LinkedHashMap<String, String>();
        fields.put("RateLimit-Policy", joined(policies.stream().map(Policy::policy).toList()));
        fields.put("RateLimit", joined(policies.stream().map(Policy::left).toList()));
        fields.put("RateLimit-Limit", Long.toString(scarcest.quota()));
        fields.put("RateLimit-Remaining", Long.toString(scarcest.remaining()));
        fields.put("RateLimit-Reset", Long.toString(scarcest.reset().toSeconds()));
        return fields;
    }

    private static List<Policy> policies(Standing standing) {
        var limits = standing.limits();
        var underway = standing.underway();
        var policies = new ArrayList<Policy>();
        var runs = limits.runsInFlight();
        if (runs != null) {
            policies.add(
                    new Policy(
                            "runs",
                            "concurrent-requests",
                            runs,
                            left(runs - underway.runs()),
                            OptionalLong.empty(),
                            underway.untilOneEnds()));
        }
        var executions = limits.executionsPerDay();
        if (executions != null) {
            policies.add(
                    new Policy(
                            "executions",
                            "executions",
                            executions,
                            left(executions - standing.executionsToday() - underway.executions()),
                            OptionalLong.of(DAY_SECONDS),
                            standing.until(standing.dayEnds())));
        }
        var spend = limits.spendPerMonthUsd();
        if (spend != null) {
            var rest = spend.subtract(standing.spentUsd()).subtract(underway.costUsd());
            policies.add(
                    new Policy(
                            "spend",
                            "usd-cents",
                            cents(spend),
                            left(cents(rest)),
                            OptionalLong.empty(),
                            standing.until(standing.monthEnds())));
        }
        return policies;
    }

    private static long left(long difference) {
        return Math.max(0, difference);
    }

    private static long cents(BigDecimal usd) {
        return usd.movePointRight(2).setScale(0, RoundingMode.DOWN).longValue();
    }

    private static String joined(List<String> items) {
        return items.stream().collect(Collectors.joining(", "));
    }
}
