package dev.promptcards.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.TestServers;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

class PermissionsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Watched database = new Watched(TestServers.jdbi());
    private final Permissions permissions = new Permissions(database, nanos::get);
    private final WorkspaceId workspace = TestServers.workspace();
    private final UserId somebody = TestPeople.member(workspace, "editor");

    @Test
    void a_member_may_what_their_role_holds_and_nobody_else_anything() {
        assertThat(may(somebody))
                .contains(Permission.CARD_WRITE)
                .doesNotContain(Permission.KEY_MANAGE);
        assertThat(may(TestPeople.person("Stranger"))).isEmpty();
        assertThat(may(new UserId(UUID.randomUUID()))).isEmpty();
        assertThat(permissions.of(new Caller.Local(), workspace))
                .containsExactly(Permission.values());
        assertThat(permissions.of(new Caller.Local(), new WorkspaceId(UUID.randomUUID())))
                .isEmpty();
    }

    @Test
    void a_key_may_what_both_it_and_its_maker_may_in_its_own_workspace() {
        var scopes = EnumSet.of(Permission.CARD_READ, Permission.KEY_MANAGE);
        var elsewhere = TestServers.workspace();
        TestPeople.join(TestServers.database(), elsewhere, somebody, "owner");

        assertThat(permissions.of(key(scopes), workspace)).containsExactly(Permission.CARD_READ);
        assertThat(permissions.of(key(scopes), elsewhere)).isEmpty();
        TestPeople.set(somebody, "disabled_at = now()");
        permissions.forget(somebody);
        assertThat(permissions.of(key(scopes), workspace)).isEmpty();
    }

    @Test
    void an_answer_is_used_for_less_than_five_seconds_from_when_it_was_asked_for() {
        database.during = () -> nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(may(somebody)).contains(Permission.CARD_WRITE);
        database.during = () -> {};
        become("viewer");

        nanos.addAndGet(Duration.ofSeconds(2).toNanos() - 1);
        assertThat(may(somebody)).contains(Permission.CARD_WRITE);
        nanos.addAndGet(1);
        assertThat(may(somebody)).doesNotContain(Permission.CARD_WRITE);
        assertThat(database.asked).hasValue(2);
    }

    @Test
    void an_answer_that_came_too_late_is_not_used() {
        database.during = () -> nanos.addAndGet(Permissions.BOUND.toNanos());

        assertThatThrownBy(() -> may(somebody)).isInstanceOf(Problem.Unavailable.class);

        database.during = () -> {};
        assertThat(may(somebody)).contains(Permission.CARD_WRITE);
    }

    @Test
    void what_is_forgotten_is_asked_anew_and_the_rest_is_not() {
        var other = TestPeople.member(workspace, "viewer");
        var elsewhere = TestServers.workspace();
        TestPeople.join(TestServers.database(), elsewhere, somebody, "viewer");
        Runnable all =
                () -> {
                    may(somebody);
                    may(other);
                    permissions.of(person(somebody), elsewhere);
                };

        assertThat(asks(all)).isEqualTo(3);
        assertThat(asks(all)).isZero();
        permissions.forget(workspace, somebody);
        assertThat(asks(all)).isEqualTo(1);
        permissions.forget(workspace);
        assertThat(asks(all)).isEqualTo(2);
        permissions.forget(somebody);
        assertThat(asks(all)).isEqualTo(2);
    }

    @Test
    void a_question_that_is_under_way_when_it_is_forgotten_answers_nobody_who_comes_later() {
        database.during =
                () -> {
                    database.during = () -> {};
                    become("viewer");
                    permissions.forget(workspace, somebody);
                };
        // The transaction of the question began before; it may see either.
        may(somebody);

        assertThat(may(somebody)).doesNotContain(Permission.CARD_WRITE);
    }

    @Test
    void many_who_ask_at_once_are_one_question() throws Exception {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        database.during =
                () -> {
                    begun.countDown();
                    await(release);
                };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Set<Permission>>>();
            answers.add(threads.submit(() -> may(somebody)));
            begun.await();
            var entered = new AtomicInteger();
            for (int i = 0; i < 50; i++) {
                answers.add(
                        threads.submit(
                                () -> {
                                    entered.incrementAndGet();
                                    return may(somebody);
                                }));
            }
            Awaitility.await().until(() -> entered.get() == 50);
            release.countDown();

            for (var answer : answers) {
                assertThat(answer.get()).contains(Permission.CARD_WRITE);
            }
        }
        assertThat(database.asked).hasValue(1);
    }

    @Test
    void a_question_that_failed_is_asked_again() {
        database.during =
                () -> {
                    throw new IllegalStateException("no database");
                };
        assertThatThrownBy(() -> may(somebody)).hasMessage("no database");

        database.during = () -> {};
        assertThat(may(somebody)).contains(Permission.CARD_WRITE);
    }

    private Set<Permission> may(UserId user) {
        return permissions.of(person(user), workspace);
    }

    private int asks(Runnable work) {
        int before = database.asked.get();
        work.run();
        return database.asked.get() - before;
    }

    private void become(String role) {
        TestServers.database()
                .transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                handle.execute(
                                        "UPDATE workspace_members SET role = ? WHERE workspace_id ="
                                                + " ? AND user_id = ?",
                                        role,
                                        workspace.value(),
                                        somebody.value()));
    }

    private Caller key(Set<Permission> scopes) {
        return new Caller.Key(workspace, UUID.randomUUID(), Optional.of(somebody), scopes);
    }

    private static Caller person(UserId user) {
        return new Caller.Person(user, new UUID(0, 0));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Counts the questions, and does something after each was answered, before it is known.
    private static final class Watched extends WorkspaceTransactions {

        private final AtomicInteger asked = new AtomicInteger();
        private volatile Runnable during = () -> {};

        Watched(Jdbi jdbi) {
            super(jdbi);
        }

        @Override
        public <T> T inWorkspace(WorkspaceId workspace, UserId user, Function<Handle, T> work) {
            asked.incrementAndGet();
            var answer = super.inWorkspace(workspace, user, work);
            during.run();
            return answer;
        }
    }
}
