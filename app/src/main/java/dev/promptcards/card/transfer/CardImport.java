package dev.promptcards.card.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

import dev.promptcards.audit.Audit;
import dev.promptcards.card.MovedLabels;
import dev.promptcards.card.VersionRef;
import dev.promptcards.card.VersionRepository;
import dev.promptcards.card.VersionRepository.NewVersion;
import dev.promptcards.http.NdjsonReader;
import dev.promptcards.http.NdjsonReader.Line;
import dev.promptcards.problem.Problem;
import dev.promptcards.quota.StoredBytes;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Takes cards from lines of JSON, a batch a transaction: what was read before a broken line, or
/// before the connection broke, stays. The same lines a second time add nothing.
@Singleton
public class CardImport {

    private static final int BATCH_LINES = 100;
    private static final int BATCH_CHARACTERS = 4 * 1024 * 1024;
    private static final int MAX_LINE_BYTES = 64 * 1024 * 1024;
    private static final int ATTEMPTS = 5;

    /// Unique violation, deadlock, serialization failure: somebody else wrote the same cards.
    private static final Set<String> COLLISIONS = Set.of("23505", "40P01", "40001");

    private final WorkspaceTransactions transactions;
    private final TransferRepository transfers;
    private final VersionRepository versions;
    private final Audit audit;
    private final StoredBytes stored;
    private final MovedLabels movedLabels;
    private final ObjectReader json;
    private final CardLineReader reader;

    CardImport(
            WorkspaceTransactions transactions,
            TransferRepository transfers,
            VersionRepository versions,
            Audit audit,
            StoredBytes stored,
            MovedLabels movedLabels,
            ObjectMapper json) {
        this.transactions = transactions;
        this.transfers = transfers;
        this.versions = versions;
        this.audit = audit;
        this.stored = stored;
        this.movedLabels = movedLabels;
        this.json = json.reader();
        this.reader = new CardLineReader(json);
    }

    /// Somebody took a slug between the look and the write.
    private static final class Collision extends RuntimeException {
        Collision() {
            super("a slug was taken meanwhile");
        }
    }

    /// Reads to the end of the stream. A line that cannot be taken is reported; the others are.
    public ImportResult run(WorkspaceId workspace, InputStream stream) {
        stored.requireRoom(workspace);
        var lines = new NdjsonReader(stream, json, MAX_LINE_BYTES);
        var tally = new ImportTally();
        var batch = new ArrayList<CardLine>();
        long characters = 0;
        for (var read = next(lines); read.isPresent(); read = next(lines)) {
            var line = read.get();
            try {
                var card = card(line);
                batch.add(card);
                characters += card.size();
            } catch (Problem.Invalid invalid) {
                tally.failed(line.number(), invalid.getMessage());
            }
            if (batch.size() >= BATCH_LINES || characters >= BATCH_CHARACTERS) {
                tally.taken(store(workspace, batch));
                batch.clear();
                characters = 0;
            }
        }
        if (!batch.isEmpty()) {
            tally.taken(store(workspace, batch));
        }
        var result = tally.result();
        transactions.inWorkspace(
                workspace,
                handle -> {
                    audit.record(handle, workspace, TransferEntries.imported(workspace, result));
                    return result;
                });
        return result;
    }

    private CardLine card(Line line) {
        return switch (line) {
            case Line.Value value -> reader.read(value.json());
            case Line.Unreadable unreadable -> throw new Problem.Invalid(unreadable.reason());
        };
    }

    private ImportPlan store(WorkspaceId workspace, List<CardLine> batch) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.inWorkspace(
                        workspace, handle -> stored(handle, workspace, batch));
            } catch (Collision | JdbiException failure) {
                if (attempt == ATTEMPTS || !isCollision(failure)) {
                    throw failure;
                }
            }
        }
    }

    private ImportPlan stored(Handle handle, WorkspaceId workspace, List<CardLine> batch) {
        var plan = new ImportPlan(batch);
        while (!plan.isMade()) {
            var wanted = plan.wanted();
            plan.found(wanted, transfers.lock(handle, workspace, wanted));
        }
        var created = plan.created();
        var targets = plan.changed();
        var news = targets.stream().filter(target -> created.containsKey(target.slug())).toList();
        int inserted =
                transfers.insert(
                        handle,
                        workspace,
                        news.stream().map(ImportPlan.Target::id).toList(),
                        news.stream().map(ImportPlan.Target::slug).toList(),
                        news.stream().map(target -> line(created, target).fields()).toList());
        if (inserted < news.size()) {
            throw new Collision();
        }
        versions.insert(handle, workspace, targets.stream().flatMap(this::versions).toList());
        transfers.pointAtLatest(handle, workspace, targets);
        movedLabels.record(
                handle,
                workspace,
                targets.stream()
                        .filter(target -> !created.containsKey(target.slug()))
                        .map(ImportPlan.Target::id)
                        .toList(),
                VersionRef.LATEST);
        audit.record(handle, workspace, TransferEntries.changed(plan));
        return plan;
    }

    private Stream<NewVersion> versions(ImportPlan.Target target) {
        var by = Actor.current().name();
        int first = target.firstAddedNumber();
        return IntStream.range(0, target.added().size())
                .mapToObj(
                        i -> {
                            var version = target.added().get(i);
                            return new NewVersion(
                                    target.id(),
                                    first + i,
                                    version.content(),
                                    version.key().bytes(),
                                    version.message(),
                                    by,
                                    version.committedAt());
                        });
    }

    private static Optional<Line> next(NdjsonReader lines) {
        try {
            return lines.next();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static CardLine line(Map<String, CardLine> created, ImportPlan.Target target) {
        return Objects.requireNonNull(created.get(target.slug()));
    }

    private static boolean isCollision(RuntimeException failure) {
        return failure instanceof Collision
                || (failure.getCause() instanceof SQLException sql
                        && COLLISIONS.contains(String.valueOf(sql.getSQLState())));
    }
}
