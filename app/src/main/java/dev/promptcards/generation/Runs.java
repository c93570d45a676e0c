package dev.promptcards.generation;

import dev.promptcards.queue.RunId;

import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Runs with their columns, counters and executions, day after day, as they would have come: each
/// day every workspace gets its share. A case gives the same verdict each time a version is tried
/// on a model, but for the one in twenty that is flaky; some versions are worse than the one
/// before.
final class Runs {

    private static final int BATCH = 20_000;
    private static final int DAY_MILLIS = 86_400_000;
    private static final String BY = "generate";

    private final CopyRows runs =
            new CopyRows(
                    "test_runs",
                    "workspace_id, id, number, state, suite_id, suite_revision, concurrency,"
                            + " timeout_millis, total_items, grid_items, source, request_hash,"
                            + " created_by, created_at, finished_at");
    private final CopyRows columns =
            new CopyRows(
                    "run_columns",
                    "workspace_id, run_id, number, card_id, version, prompt_label, provider_id,"
                            + " provider_kind, model");
    private final CopyRows progress =
            new CopyRows(
                    "run_progress",
                    "workspace_id, run_id, passed, failed, errors, cached, unpriced, cost_usd,"
                            + " prompt_tokens, completion_tokens");
    private final CopyRows executions =
            new CopyRows(
                    "test_executions",
                    "workspace_id, created_at, id, run_id, item_number, column_number,"
                            + " case_position, case_key, repeat_number, prompt_card_id, version,"
                            + " llm_provider, model, rendered_prompt, output, outcome, score,"
                            + " reason, execution_time_ms, prompt_tokens, completion_tokens,"
                            + " cost_usd, cached, error, sends, finished_at");

    private final CopyManager copy;
    private final Chance chance;
    private final Size size;
    private final double[] weights;

    Runs(CopyManager copy, Chance chance, Size size) {
        this.copy = copy;
        this.chance = chance;
        this.size = size;
        this.weights = weights(size);
    }

    /// Writes one day of all workspaces.
    ///
    /// @param day from 0
    void write(List<Tenant> tenants, int day) throws SQLException {
        var date = size.until().minusDays(size.days() - 1L - day);
        for (var tenant : tenants) {
            tenant.due += tenant.executions * weights[day];
            boolean last = day == size.days() - 1;
            while (tenant.made < tenant.executions && (tenant.due >= 1 || last)) {
                int made = run(tenant, date, day, tenant.executions - tenant.made);
                tenant.made += made;
                tenant.due -= made;
                if (executions.rows() >= BATCH) {
                    flush();
                }
            }
        }
    }

    void flush() throws SQLException {
        for (var rows : List.of(runs, columns, progress, executions)) {
            rows.flush(copy);
        }
    }

    /// A column of a run that is being generated.
    private record Column(int version, Model model) {}

    private int run(Tenant tenant, LocalDate date, int day, long most) {
        int card = chance.among(tenant.cardShares);
        int suite = card % tenant.suites.length;
        var plan = columns(tenant, card, day);
        int cases = (int) Math.min(tenant.cases[suite], Math.max(1, most / plan.size()));
        if (most < plan.size()) {
            plan = plan.subList(0, (int) most);
        }
        var at =
                date.atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .plusMillis(chance.below(DAY_MILLIS - 1));
        var run = new RunId(chance.id(at.toEpochMilli()));
        var tally = new Tally();
        for (int position = 0; position < cases; position++) {
            for (int column = 0; column < plan.size(); column++) {
                int number = position * plan.size() + column;
                execution(tenant, card, run, at, number, column, position, plan.get(column), tally);
            }
        }
        write(tenant, suite, run, at, cases * plan.size(), tally);
        for (int column = 0; column < plan.size(); column++) {
            write(tenant, card, run, column, plan.get(column));
        }
        return cases * plan.size();
    }

    /// One version on one to three models, or now and then two versions side by side.
    private List<Column> columns(Tenant tenant, int card, int day) {
        int all = tenant.versions[card];
        int version = Math.min(all, 1 + (int) ((long) all * (day + 1) / (size.days() + 1)));
        var columns = new ArrayList<Column>();
        int models = 1 + chance.below(Math.min(3, tenant.models.size()));
        int first = chance.below(tenant.models.size());
        for (int i = 0; i < models; i++) {
            columns.add(new Column(version, tenant.models.get((first + i) % tenant.models.size())));
        }
        if (version > 1 && chance.happens(0.15)) {
            columns.add(new Column(version - 1, tenant.models.get(first)));
        }
        return columns;
    }

    private void write(Tenant tenant, int suite, RunId run, Instant at, int total, Tally tally) {
        runs.cell(tenant.id)
                .cell(run.value())
                .cell(++tenant.runs)
                .cell("completed")
                .cell(tenant.suites[suite])
                .cell(1)
                .cell(4)
                .cell(300_000)
                .cell(total)
                .cell(total)
                .cell("{\"kind\":\"generate\"}")
                .cell("\\x00")
                .cell(BY)
                .cell(at)
                .cell(at.plusMillis(total * 300L))
                .end();
        progress.cell(tenant.id)
                .cell(run.value())
                .cell(tally.passed)
                .cell(tally.failed)
                .cell(tally.errors)
                .cell(tally.cached)
                .cell(tally.unpriced)
                .cell(tally.costUsd.toPlainString())
                .cell(tally.promptTokens)
                .cell(tally.completionTokens)
                .end();
    }

    private void write(Tenant tenant, int card, RunId run, int number, Column column) {
        var model = column.model();
        columns.cell(tenant.id)
                .cell(run.value())
                .cell(number)
                .cell(tenant.cards[card])
                .cell(column.version())
                .cell("Version " + column.version())
                .cell(model.provider() + ":" + model.name())
                .cell(model.provider())
                .cell(model.name())
                .end();
    }

    /// What a run's counters hold.
    private static final class Tally {
        int passed;
        int failed;
        int errors;
        int cached;
        int unpriced;
        long promptTokens;
        long completionTokens;
        BigDecimal costUsd = BigDecimal.ZERO;
    }

    private void execution(
            Tenant tenant,
            int card,
            RunId run,
            Instant at,
            int number,
            int column,
            int position,
            Column tried,
            Tally tally) {
        var model = tried.model();
        var outcome = outcome(tenant, card, position, tried);
        boolean error = outcome.equals("error");
        boolean cached = !error && chance.happens(0.04);
        int promptTokens = (int) chance.logNormal(320, 0.6) + 1;
        int completionTokens = (int) chance.logNormal(140, 0.7) + 1;
        var cost = error || cached ? null : cost(model, promptTokens, completionTokens);
        long latency = (long) chance.logNormal(model.medianMillis(), model.spread()) + 1;
        executions
                .cell(tenant.id)
                .cell(at)
                .cell(run.executionId(number))
                .cell(run.value())
                .cell(number)
                .cell(column)
                .cell(position)
                .cell(key(position))
                .cell(0)
                .cell(tenant.cards[card])
                .cell(tried.version())
                .cell(model.provider())
                .cell(model.name())
                .cell("Draft %d of case %d".formatted(tried.version(), position))
                .cell(error ? null : chance.of(Words.ENDINGS) + ", total " + latency)
                .cell(outcome)
                .cell(score(outcome))
                .cell(outcome.equals("failed") ? chance.of(Words.FAILURES) : null)
                .cell(error || cached ? null : latency)
                .cell(error ? null : promptTokens)
                .cell(error ? null : completionTokens)
                .cell(cost == null ? null : cost.toPlainString())
                .cell(cached ? "t" : "f")
                .cell(error ? chance.of(Words.ERRORS) : null)
                .cell(cached ? 0 : 1)
                .cell(at.plusMillis(latency + position * 300L))
                .end();
        count(tally, outcome, cached, error, cost, promptTokens, completionTokens);
    }

    private static void count(
            Tally tally,
            String outcome,
            boolean cached,
            boolean error,
            @Nullable BigDecimal cost,
            int promptTokens,
            int completionTokens) {
        switch (outcome) {
            case "passed" -> tally.passed++;
            case "failed" -> tally.failed++;
            default -> tally.errors++;
        }
        if (cached) {
            tally.cached++;
        } else if (!error) {
            tally.promptTokens += promptTokens;
            tally.completionTokens += completionTokens;
            if (cost == null) {
                tally.unpriced++;
            } else {
                tally.costUsd = tally.costUsd.add(cost);
            }
        }
    }

    /// By log-odds: how good the model is, how hard card and case are, and what the version did.
    private String outcome(Tenant tenant, int card, int position, Column tried) {
        if (chance.happens(0.012)) {
            return "error";
        }
        long seed = size.seed();
        long here = tenant.number * 1_000_003L + card;
        if (Chance.fixed(seed, here, position, 1) < 0.05) {
            return chance.happens(0.5) ? "passed" : "failed";
        }
        double odds =
                tried.model().quality()
                        + 2 * (Chance.fixed(seed, here, 2) - 0.5)
                        + 3 * (Chance.fixed(seed, here, position, 3) - 0.5)
                        + 0.15 * tried.version()
                        - (Chance.fixed(seed, here, tried.version(), 4) < 0.12 ? 1.5 : 0);
        double share = 1 / (1 + Math.exp(-odds));
        boolean passed =
                Chance.fixed(seed, here, position, tried.model().name().hashCode(), 5) < share;
        return passed ? "passed" : "failed";
    }

    private double score(String outcome) {
        return switch (outcome) {
            case "passed" -> chance.happens(0.6) ? 1 : 0.7 + chance.below(30) / 100.0;
            case "failed" -> chance.below(50) / 100.0;
            default -> 0;
        };
    }

    private static @Nullable BigDecimal cost(Model model, int promptTokens, int completionTokens) {
        if (model.priceIn() == null || model.priceOut() == null) {
            return null;
        }
        return BigDecimal.valueOf(
                        (promptTokens * model.priceIn() + completionTokens * model.priceOut())
                                / 1e6)
                .setScale(10, RoundingMode.HALF_UP);
    }

    /// Working days are busy, and it grows from week to week.
    private static double[] weights(Size size) {
        var weights = new double[size.days()];
        double sum = 0;
        for (int day = 0; day < weights.length; day++) {
            var weekday = size.until().minusDays(size.days() - 1L - day).getDayOfWeek();
            boolean free = weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY;
            weights[day] = (free ? 0.35 : 1) * (1 + 0.5 * day / weights.length);
            sum += weights[day];
        }
        for (int day = 0; day < weights.length; day++) {
            weights[day] /= sum;
        }
        return weights;
    }

    static String key(int position) {
        return "case-%03d".formatted(position + 1);
    }

    /// The workspaces' run counters.
    static CopyRows numbers(List<Tenant> tenants) {
        var numbers = new CopyRows("run_numbers", "workspace_id, last_number");
        for (var tenant : tenants) {
            UUID id = tenant.id;
            numbers.cell(id).cell(tenant.runs).end();
        }
        return numbers;
    }
}
