package dev.promptcards.bench;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.Api;
import dev.promptcards.database.DatabaseUrl;
import dev.promptcards.database.Migrations;
import dev.promptcards.embedded.EmbeddedServers;
import dev.promptcards.embedded.Servers;
import dev.promptcards.identity.PermissionRows;
import dev.promptcards.identity.password.Passwords;
import dev.promptcards.identity.session.SessionToken;
import dev.promptcards.identity.session.SessionsAtOnce;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// So many people signed in at once, whose browsers ask for this and that over kept connections;
/// now and then somebody signs in anew, and out. Every answer that is not the expected one is an
/// error; with one, the exit code is 1.
///
/// Arguments: sessions, connections, seconds.
public final class SessionBench {

    private static final int WORKSPACES = 50;
    private static final int WITH_PASSWORD = 100;
    private static final String PASSWORD = "a sentence of mine";
    private static final ObjectMapper JSON = new ObjectMapper();

    private enum Kind {
        ME,
        CARDS,
        RUNS,
        SIGN_IN,
        SIGN_OUT;

        /// Of a thousand requests.
        static Kind of(int n) {
            return n < 400 ? ME : n < 700 ? CARDS : n < 999 ? RUNS : SIGN_IN;
        }
    }

    private final URI server;
    private final List<SessionToken> sessions;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Kind, Queue<Long>> nanos = new ConcurrentSkipListMap<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    private SessionBench(URI server, List<SessionToken> sessions) {
        this.server = server;
        this.sessions = sessions;
    }

    static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        int connections = Integer.parseInt(arguments[1]);
        var time = Duration.ofSeconds(Integer.parseInt(arguments[2]));
        Path data = Files.createTempDirectory("promptcards-bench");
        try (Servers servers = EmbeddedServers.start(data)) {
            var owner = DatabaseUrl.parse("owner", servers.databaseOwnerUrl());
            Migrations.migrate(owner, DatabaseUrl.parse("application", servers.databaseUrl()));
            PermissionRows.fill(Jdbi.create(owner::connect), count, WORKSPACES, count);
            try (var context = ApplicationContext.run(properties(servers, data))) {
                var bench =
                        new SessionBench(
                                context.getBean(EmbeddedServer.class).start().getURI(),
                                people(context, count));
                bench.ask(connections, time.dividedBy(4));
                bench.nanos.values().forEach(Queue::clear);
                bench.ask(connections, time);
                bench.print(time);
                System.exit(bench.errors.isEmpty() ? 0 : 1);
            }
        }
    }

    /// All are signed in; the first of them can sign in by password too.
    private static List<SessionToken> people(ApplicationContext context, int count) {
        var transactions = context.getBean(WorkspaceTransactions.class);
        var passwords = context.getBean(Passwords.class);
        var hashed = passwords.hash("password", PASSWORD);
        var users =
                IntStream.rangeClosed(1, count)
                        .mapToObj(n -> new UserId(PermissionRows.user(n)))
                        .toList();
        for (var user : users.subList(0, Math.min(WITH_PASSWORD, count))) {
            transactions.asUser(
                    user,
                    handle -> {
                        passwords.store(handle, user, hashed);
                        return user;
                    });
        }
        return SessionsAtOnce.open(transactions, users);
    }

    private void ask(int connections, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        try (var lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int lane = 0; lane < connections; lane++) {
                var random = new SplittableRandom(lane);
                lanes.submit(
                        () -> {
                            while (System.nanoTime() < end) {
                                ask(random);
                            }
                        });
            }
        }
    }

    private void ask(SplittableRandom random) {
        int who = random.nextInt(sessions.size());
        try {
            switch (Kind.of(random.nextInt(1_000))) {
                case ME -> get(Kind.ME, who, "/api/v1/me");
                case CARDS -> get(Kind.CARDS, who, team(who) + "/cards");
                case RUNS -> get(Kind.RUNS, who, team(who) + "/runs");
                case SIGN_IN, SIGN_OUT -> signInAndOut(1 + who % WITH_PASSWORD);
            }
        } catch (IOException e) {
            errors.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void get(Kind kind, int who, String path) throws IOException, InterruptedException {
        var cookie = "promptcards_session=" + sessions.get(who).text();
        send(kind, HttpRequest.newBuilder(server.resolve(path)).header("Cookie", cookie), 200);
    }

    private void signInAndOut(int person) throws IOException, InterruptedException {
        var body =
                "{\"email\": \"person-%d@example.org\", \"password\": \"%s\"}"
                        .formatted(person, PASSWORD);
        var answer = send(Kind.SIGN_IN, post("/api/v1/auth/sign-in", body), 200);
        if (answer.statusCode() == 200) {
            var cookie = answer.headers().firstValue("set-cookie").orElse("").split(";")[0];
            var csrf = JSON.readTree(answer.body()).path("csrfToken").asText();
            send(
                    Kind.SIGN_OUT,
                    post("/api/v1/auth/sign-out", "{}")
                            .header("Cookie", cookie)
                            .header("X-CSRF-Token", csrf),
                    204);
        }
    }

    private HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .header("Origin", server.toString())
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(Kind kind, HttpRequest.Builder request, int expected)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        var answer = http.send(request.build(), BodyHandlers.ofString());
        nanos.computeIfAbsent(kind, _ -> new ConcurrentLinkedQueue<>())
                .add(System.nanoTime() - begun);
        if (answer.statusCode() != expected) {
            errors.add(kind + " " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    /// PermissionRows counts from 1.
    private static String team(int who) {
        return "/api/v1/workspaces/team-" + (who % WORKSPACES + 1);
    }

    private void print(Duration time) {
        int all = nanos.values().stream().mapToInt(Queue::size).sum();
        System.out.printf(
                Locale.ROOT,
                "%,d sessions, %,d requests in %d s: %,d a second, %,d errors%n",
                sessions.size(),
                all,
                time.toSeconds(),
                all / time.toSeconds(),
                errors.size());
        nanos.forEach(
                (kind, taken) -> {
                    var sorted = taken.stream().mapToLong(it -> it).sorted().toArray();
                    if (sorted.length > 0) {
                        System.out.printf(
                                Locale.ROOT,
                                "%-9s %,8d  p50 %7.1f ms  p95 %7.1f ms  p99 %7.1f ms%n",
                                kind,
                                sorted.length,
                                sorted[(sorted.length - 1) / 2] / 1e6,
                                sorted[(sorted.length - 1) * 95 / 100] / 1e6,
                                sorted[(sorted.length - 1) * 99 / 100] / 1e6);
                    }
                });
        errors.stream().limit(5).forEach(System.out::println);
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
