package dev.promptcards.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.Problem;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/// A change of limits as a JSON Merge Patch has it (RFC 7396): a member sets its limit, null takes
/// it away, and what is not named stays.
record LimitsPatch(ObjectNode body) {

    private static final String RUNS = "runsInFlight";
    private static final String EXECUTIONS = "executionsPerDay";
    private static final String SPEND = "spendPerMonthUsd";
    private static final String BYTES = "storedBytes";
    private static final List<String> NAMES = List.of(RUNS, EXECUTIONS, SPEND, BYTES);
    private static final BigDecimal MOST_USD = BigDecimal.valueOf(1_000_000_000);

    LimitsPatch {
        body.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!NAMES.contains(name)) {
                                throw new Problem.Invalid(
                                        "%s: is no limit; these are %s"
                                                .formatted(name, String.join(", ", NAMES)));
                            }
                        });
    }

    WorkspaceLimits over(WorkspaceLimits before) {
        var runs = whole(RUNS, Integer.MAX_VALUE);
        return new WorkspaceLimits(
                body.has(RUNS) ? runs == null ? null : runs.intValue() : before.runsInFlight(),
                body.has(EXECUTIONS)
                        ? whole(EXECUTIONS, Long.MAX_VALUE)
                        : before.executionsPerDay(),
                body.has(SPEND) ? usd() : before.spendPerMonthUsd(),
                body.has(BYTES) ? whole(BYTES, Long.MAX_VALUE) : before.storedBytes());
    }

    private @Nullable Long whole(String name, long most) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > most) {
            throw new Problem.Invalid(
                    "%s: must be a whole number from 0 upwards, or null for no limit"
                            .formatted(name));
        }
        return value.longValue();
    }

    private @Nullable BigDecimal usd() {
        JsonNode value = body.path(SPEND);
        if (value.isNull()) {
            return null;
        }
        if (!value.isNumber()
                || value.decimalValue().signum() < 0
                || value.decimalValue().compareTo(MOST_USD) > 0) {
            throw new Problem.Invalid(
                    SPEND + ": must be an amount of USD from 0 upwards, or null for no limit");
        }
        return value.decimalValue();
    }
}
