package dev.promptcards.operations;

import dev.promptcards.identity.ForAnyCaller;
import dev.promptcards.identity.InstallationReaders;
import dev.promptcards.problem.Problem;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import java.util.List;
import java.util.Map;

/// How the installation does, for who runs it.
@Controller("/api/v1/operations")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Operations")
final class OperationsController {

    private final InstallationReaders readers;
    private final MonitorDatabase database;
    private final MeteredFigures figures;

    OperationsController(
            InstallationReaders readers, MonitorDatabase database, MeteredFigures figures) {
        this.readers = readers;
        this.database = database;
        this.figures = figures;
    }

    /// @param rows their columns are those of the view, in its order
    record OperationsView(String view, List<Map<String, Object>> rows) {}

    /// Shows `slow-queries` and `index-usage` of the database, of all workspaces; or `cache` and
    /// `pool`, what this process has counted since it started.
    @Get("/{view}")
    @ForAnyCaller
    OperationsView get(String view) {
        readers.require("How the installation does");
        return new OperationsView(
                view,
                switch (view) {
                    case "slow-queries" -> database.rows("slow_queries");
                    case "index-usage" -> database.rows("index_usage ORDER BY bytes DESC");
                    case "cache" -> figures.rows("promptcards.cache");
                    case "pool" -> figures.rows("hikaricp");
                    default ->
                            throw new Problem.NotFound(
                                    "There is no `%s`. There are slow-queries, index-usage, cache, pool."
                                            .formatted(view));
                });
    }
}
