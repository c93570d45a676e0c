package dev.promptcards.bench;

import dev.promptcards.Api;
import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.database.Migrations;
import dev.promptcards.embedded.EmbeddedServers;
import dev.promptcards.embedded.Servers;
import dev.promptcards.identity.PermissionRows;
import dev.promptcards.identity.SignedIn;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/// How long the permission check takes among so many people and memberships: in the database (the
/// statement alone, as the application's role under row-level security; and its whole transaction,
/// with a connection from the pool), and over HTTP on a warm server, where each request is another
/// person, so that none is remembered.
///
/// Arguments: users, workspaces, memberships (a multiple of users), rounds.
public final class PermissionBench {

    private static final int CHECKS = 5_000;
    private static final int REQUESTS = 2_000;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int users;
    private final int workspaces;
    private final SplittableRandom random = new SplittableRandom(1);

    private PermissionBench(int users, int workspaces) {
        this.users = users;
        this.workspaces = workspaces;
    }

    /// One sort of measurement: nanoseconds for each round's each try.
    private record Figures(String name, double[][] percentiles) {

        private static final int[] WANTED = {50, 95, 99};

        static Figures measure(String name, int rounds, int tries, IntToLongFunction one) {
            var percentiles = new double[WANTED.length][rounds];
            // The round before the first warms up.
            for (int round = -1; round < rounds; round++) {
                var nanos = IntStream.range(0, tries).mapToLong(one).sorted().toArray();
                for (int p = 0; p < WANTED.length && round >= 0; p++) {
                    percentiles[p][round] = nanos[(tries - 1) * WANTED[p] / 100] / 1e6;
                }
            }
            return new Figures(name, percentiles);
        }

        void print() {
            for (int p = 0; p < WANTED.length; p++) {
                var sorted = percentiles[p].clone();
                Arrays.sort(sorted);
                System.out.printf(
                        Locale.ROOT,
                        "%-24s p%d: median %.3f ms (min %.3f, max %.3f)%n",
                        name,
                        WANTED[p],
                        sorted[sorted.length / 2],
                        sorted[0],
                        sorted[sorted.length - 1]);
            }
        }
    }

    static void main(String[] arguments) throws Exception {
        int users = Integer.parseInt(arguments[0]);
        int workspaces = Integer.parseInt(arguments[1]);
        int memberships = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        Path data = Files.createTempDirectory("promptcards-bench");
        try (Servers servers = EmbeddedServers.start(data)) {
            var owner = DatabaseUrl.parse("owner", servers.databaseOwnerUrl());
            Migrations.migrate(owner, DatabaseUrl.parse("application", servers.databaseUrl()));
            PermissionRows.fill(Jdbi.create(owner::connect), users, workspaces, memberships);
            System.out.printf(
                    Locale.ROOT,
                    "%,d users, %,d workspaces, %,d memberships, %d rounds%n",
                    users,
                    workspaces,
                    memberships,
                    rounds);
            var bench = new PermissionBench(users, workspaces);
            try (ApplicationContext context = ApplicationContext.run(properties(servers, data))) {
                bench.inTheDatabase(context.getBean(WorkspaceTransactions.class), rounds);
                bench.overHttp(context.getBean(EmbeddedServer.class).start().getURI(), rounds);
            }
        }
    }

    private void inTheDatabase(WorkspaceTransactions transactions, int rounds) {
        asMember(transactions, 1, handle -> rows(handle, "EXPLAIN (ANALYZE, BUFFERS) ", 1))
                .forEach(System.out::println);
        Figures.measure("statement", rounds, CHECKS, _ -> statement(transactions)).print();
        Figures.measure("transaction", rounds, CHECKS, _ -> transaction(transactions)).print();
    }

    private long statement(WorkspaceTransactions transactions) {
        int n = next();
        return asMember(
                transactions,
                n,
                handle -> {
                    long begun = System.nanoTime();
                    check(handle, n);
                    return System.nanoTime() - begun;
                });
    }

    private long transaction(WorkspaceTransactions transactions) {
        int n = next();
        long begun = System.nanoTime();
        asMember(transactions, n, handle -> check(handle, n));
        return System.nanoTime() - begun;
    }

    private int check(Handle handle, int n) {
        int found = rows(handle, "", n).size();
        if (found != 1) {
            throw new IllegalStateException("person " + n + " is no member");
        }
        return found;
    }

    private List<String> rows(Handle handle, String before, int n) {
        return handle.createQuery(before + PermissionRows.CHECK)
                .bind("workspaceId", workspace(n))
                .bind("userId", user(n))
                .mapTo(String.class)
                .list();
    }

    private <T> T asMember(WorkspaceTransactions transactions, int n, Function<Handle, T> work) {
        return transactions.inWorkspace(new WorkspaceId(workspace(n)), new UserId(user(n)), work);
    }

    /// Reads a label that is not there: the check, and one look-up by key.
    private void overHttp(URI server, int rounds) {
        Figures.measure("HTTP, not remembered", rounds, REQUESTS, _ -> request(server, next()))
                .print();
        int one = next();
        Figures.measure("HTTP, remembered", rounds, REQUESTS, _ -> request(server, one)).print();
    }

    private int next() {
        return 1 + random.nextInt(users);
    }

    private long request(URI server, int n) {
        var request =
                HttpRequest.newBuilder(
                                server.resolve(
                                        "/api/v1/workspaces/team-%d/cards/none/labels/none"
                                                .formatted((n - 1) % workspaces + 1)))
                        .header("Authorization", "Bearer " + SignedIn.token(new UserId(user(n))))
                        .build();
        try {
            long begun = System.nanoTime();
            var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            long nanos = System.nanoTime() - begun;
            if (!answer.body().contains("no card")) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return nanos;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private UUID user(int n) {
        return PermissionRows.user(n);
    }

    private UUID workspace(int n) {
        return PermissionRows.workspace((n - 1) % workspaces + 1);
    }

    private static Map<String, Object> properties(Servers servers, Path data) {
        return Map.of(
                "database.url",
                servers.databaseUrl(),
                "redis.url",
                servers.redisUrl().orElse(""),
                "promptcards.data",
                data.toString(),
                "promptcards.embedded",
                "true",
                "promptcards.token",
                Api.LOCAL_TOKEN,
                "micronaut.server.port",
                "-1");
    }
}
