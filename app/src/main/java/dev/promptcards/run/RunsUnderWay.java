package dev.promptcards.run;

import dev.promptcards.identity.workspace.ArchiveObjection;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A workspace is not archived under a run: its calls may be paid for, and nobody could look at
/// them or decide about lost ones.
@Singleton
final class RunsUnderWay implements ArchiveObjection {

    private static final int NAMED = 5;

    @Override
    public Optional<String> reason(Handle handle, WorkspaceId workspace) {
        List<Integer> numbers =
                handle.createQuery(
                                """
                                SELECT number FROM test_runs
                                 WHERE workspace_id = :workspaceId AND state IN ('running', 'held')
                                 ORDER BY number LIMIT :most
                                """)
                        .bind("workspaceId", workspace)
                        .bind("most", NAMED)
                        .mapTo(Integer.class)
                        .list();
        return numbers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Runs have not ended: %s. Wait for them or cancel them, and archive then."
                                .formatted(
                                        numbers.stream()
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(", "))));
    }
}
