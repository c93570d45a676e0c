package dev.promptcards.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.TestServers;
import dev.promptcards.identity.member.MemberRepository;
import dev.promptcards.identity.member.Members;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.context.ApplicationContext;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Grants, revocations and checks at the same time on two nodes over one database, and afterwards
/// the question for each check: could this answer be right by the promise?
///
/// The promise: an answer that a change made wrong is used no more once the change is acknowledged,
/// on the node that made it; on others no more when five seconds have passed since.
///
/// Ages are measured by a ticker that runs fast, so that three seconds hold many of the five. How
/// long: `-Dpermissions.history.seconds=60`.
class PermissionHistoryTest {

    private static final int SECONDS = Integer.getInteger("permissions.history.seconds", 3);
    private static final int TIMES_FASTER = 20;
    private static final int PEOPLE = 6;
    private static final int READERS = 4;
    private static final long BOUND = Permissions.BOUND.toNanos();

    private static final Ticker TICKER = () -> System.nanoTime() * TIMES_FASTER;

    /// What a change made of somebody, by which node, and between which moments.
    private record Change(int node, boolean may, long begun, long acknowledged) {}

    private record Check(UserId user, int node, boolean may, long begun, long ended) {}

    private record Node(int number, ApplicationContext context) {

        static Node start(int number) {
            var context =
                    ApplicationContext.builder()
                            .properties(Map.copyOf(TestServers.properties()))
                            .singletons(TICKER)
                            .start();
            return new Node(number, context);
        }

        <T> T bean(Class<T> type) {
            return context.getBean(type);
        }
    }

    private final WorkspaceId workspace = TestServers.workspace();
    private final Caller owner = person(TestPeople.member(workspace, "owner"));
    private final List<UserId> people =
            Stream.generate(() -> TestPeople.member(workspace, "viewer")).limit(PEOPLE).toList();

    private final Map<UserId, List<Change>> changes = new ConcurrentHashMap<>();
    private final Queue<Check> checks = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @Test
    void no_check_answers_otherwise_than_was_promised() throws Exception {
        var nodes = List.of(Node.start(0), Node.start(1));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work =
                    Stream.concat(
                                    people.stream()
                                            .map(user -> threads.submit(() -> change(nodes, user))),
                                    IntStream.range(0, READERS)
                                            .mapToObj(_ -> threads.submit(() -> check(nodes))))
                            .toList();
            Thread.sleep(Duration.ofSeconds(SECONDS));
            over = true;
            for (Future<?> one : work) {
                one.get();
            }
        } finally {
            nodes.forEach(node -> node.context().close());
        }

        assertThat(changes.values().stream().mapToInt(List::size).sum()).isGreaterThan(30);
        assertThat(checks).hasSizeGreaterThan(1000);
        assertThat(checks.stream().filter(this::isStale))
                .as("answers that were wrong already and still allowed: what the promise is about")
                .isNotEmpty();
        assertThat(checks.stream().filter(check -> !isPromised(check))).isEmpty();
    }

    /// One who changes what somebody may, now on this node, now on that.
    private void change(List<Node> nodes, UserId user) {
        var made = changes.computeIfAbsent(user, _ -> new ArrayList<>());
        made.add(new Change(0, false, Long.MIN_VALUE, Long.MIN_VALUE));
        boolean member = true;
        while (!over) {
            var node = nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
            var members = node.bean(Members.class);
            long begun = TICKER.read();
            int wish = ThreadLocalRandom.current().nextInt(3);
            if (member && wish == 0) {
                members.changeRole(workspace, owner, user, "viewer");
            } else if (member && wish == 1) {
                members.remove(workspace, owner, user);
            } else if (member) {
                members.changeRole(workspace, owner, user, "editor");
            } else {
                join(node, user);
            }
            boolean may = !member || wish == 2;
            member = !(member && wish == 1);
            made.add(new Change(node.number(), may, begun, TICKER.read()));
            pause();
        }
    }

    /// As an invitation that is accepted does it.
    private void join(Node node, UserId user) {
        node.bean(WorkspaceTransactions.class)
                .inWorkspace(
                        workspace,
                        handle ->
                                node.bean(MemberRepository.class)
                                        .insert(handle, workspace, user, "editor", "test"));
        node.bean(Permissions.class).forget(workspace, user);
    }

    private void check(List<Node> nodes) {
        while (!over) {
            var random = ThreadLocalRandom.current();
            var node = nodes.get(random.nextInt(nodes.size()));
            var user = people.get(random.nextInt(PEOPLE));
            long begun = TICKER.read();
            boolean may =
                    node.bean(Permissions.class)
                            .of(person(user), workspace)
                            .contains(Permission.CARD_WRITE);
            checks.add(new Check(user, node.number(), may, begun, TICKER.read()));
            Thread.yield();
        }
    }

    /// Whether some change could have led to the answer, and none after it forbids it.
    private boolean isPromised(Check check) {
        var made = changes.getOrDefault(check.user(), List.of());
        for (int i = made.size() - 1; i >= 0; i--) {
            var change = made.get(i);
            if (change.may() == check.may() && change.begun() <= check.ended()) {
                return true;
            }
            if (forbidsWhatWasBefore(change, check)) {
                return false;
            }
        }
        return false;
    }

    private static boolean forbidsWhatWasBefore(Change change, Check check) {
        long until = change.acknowledged() + (change.node() == check.node() ? 0 : BOUND);
        return check.begun() > until;
    }

    /// Whether the last change acknowledged before the check began says something else.
    private boolean isStale(Check check) {
        return changes.getOrDefault(check.user(), List.of()).stream()
                .filter(change -> change.acknowledged() < check.begun())
                .reduce((_, last) -> last)
                .filter(last -> last.may() != check.may())
                .isPresent();
    }

    private static Caller person(UserId user) {
        return new Caller.Person(user, new UUID(0, 0));
    }

    /// Between two changes of somebody, about as long as an answer lives: so some answers are used
    /// to their end.
    private static void pause() {
        try {
            Thread.sleep(
                    ThreadLocalRandom.current()
                            .nextLong(Permissions.BOUND.toMillis() / TIMES_FASTER));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
