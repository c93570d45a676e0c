package dev.promptcards.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.cache.Family;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// What somebody may do in a workspace: one SQL query, whose answer is used for five seconds at
/// most, counted from before the query was sent. Whoever changes something an answer rests on calls
/// `forget` once the change is committed: on this node it holds at once, on the others when their
/// answers are too old.
@Singleton
public final class Permissions implements Credentials {

    /// How old an answer may become.
    static final Duration BOUND = Family.PERMISSION.timeToLive();

    private static final int REMEMBERED = 100_000;
    private static final int ATTEMPTS = 3;

    private final WorkspaceTransactions transactions;
    private final Ticker ticker;

    /// Of each member at most one question is under way; who asks meanwhile waits for its answer.
    private final AsyncCache<Member, Answer> answers;

    Permissions(WorkspaceTransactions transactions, Ticker ticker) {
        this.transactions = transactions;
        this.ticker = ticker;
        // The age is looked at below, for it counts from the question; this frees the memory.
        this.answers =
                Caffeine.newBuilder()
                        .maximumSize(REMEMBERED)
                        .expireAfterWrite(BOUND)
                        .ticker(ticker)
                        .buildAsync();
    }

    /// @param user empty for commands on the server's machine
    private record Member(WorkspaceId workspace, Optional<UserId> user) {}

    private sealed interface Answer {

        /// @param asked before which moment nothing that changed is in it
        record Known(Standing standing, long asked) implements Answer {}

        record Failed(Throwable failure) implements Answer {}
    }

    private static final Answer NOT_YET =
            new Answer.Failed(new IllegalStateException("the question is under way"));

    /// Everything `caller` may do in `workspace`; empty for who is no member.
    public Set<Permission> of(Caller caller, WorkspaceId workspace) {
        return standing(caller, workspace).permissions();
    }

    /// What `caller` is in `workspace`.
    public Standing standing(Caller caller, WorkspaceId workspace) {
        return switch (caller) {
            case Caller.Key key when !key.workspace().equals(workspace) -> Standing.NONE;
            case Caller.Key key -> standing(member(caller, workspace)).within(key.scopes());
            case Caller.Local _, Caller.Person _ -> standing(member(caller, workspace));
        };
    }

    /// The same, if it is remembered; asks nobody.
    Optional<Standing> remembered(Caller caller, WorkspaceId workspace) {
        return switch (caller) {
            case Caller.Key key when !key.workspace().equals(workspace) ->
                    Optional.of(Standing.NONE);
            case Caller.Key key ->
                    remembered(member(caller, workspace)).map(it -> it.within(key.scopes()));
            case Caller.Local _, Caller.Person _ -> remembered(member(caller, workspace));
        };
    }

    private static Member member(Caller caller, WorkspaceId workspace) {
        return new Member(workspace, caller.person());
    }

    private Optional<Standing> remembered(Member member) {
        var answer = answers.getIfPresent(member);
        return answer != null
                        && answer.getNow(NOT_YET) instanceof Answer.Known(var standing, var asked)
                        && ticker.read() - asked < BOUND.toNanos()
                ? Optional.of(standing)
                : Optional.empty();
    }

    /// Asks again about one member, who was added or removed or got another role.
    public void forget(WorkspaceId workspace, UserId user) {
        answers.asMap().remove(new Member(workspace, Optional.of(user)));
    }

    /// Asks again about everybody in a workspace, which was archived, or one of whose roles
    /// changed.
    public void forget(WorkspaceId workspace) {
        forgetIf(member -> member.workspace().equals(workspace));
    }

    /// Asks again about a person in all workspaces, who was disabled.
    public void forget(UserId user) {
        forgetIf(member -> member.user().filter(user::equals).isPresent());
    }

    /// Nothing is stored here: who is disabled may do nothing, as soon as it is asked anew.
    @Override
    public Runnable revokeAll(Handle handle, UserId user) {
        return () -> forget(user);
    }

    private void forgetIf(Predicate<Member> wanted) {
        answers.asMap().keySet().removeIf(wanted);
    }

    private Standing standing(Member member) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var mine = new CompletableFuture<Answer>();
            var found = Objects.requireNonNullElse(answers.asMap().putIfAbsent(member, mine), mine);
            if (found == mine) {
                ask(member, mine);
            }
            switch (found.join()) {
                case Answer.Known(var standing, var asked)
                        when ticker.read() - asked < BOUND.toNanos() -> {
                    return standing;
                }
                case Answer.Known _ -> answers.asMap().remove(member, found);
                case Answer.Failed(RuntimeException failure) -> throw failure;
                case Answer.Failed(var failure) -> throw new IllegalStateException(failure);
            }
        }
        throw new Problem.Unavailable(
                "The database takes too long to say what you may do. Try again in a moment.");
    }

    /// Those who wait for the answer get a failure too; the next to come asks anew.
    private void ask(Member member, CompletableFuture<Answer> answer) {
        long asked = ticker.read();
        try {
            answer.complete(new Answer.Known(query(member), asked));
        } catch (Throwable failure) {
            answers.asMap().remove(member, answer);
            answer.complete(new Answer.Failed(failure));
        }
    }

    private Standing query(Member member) {
        var workspace = member.workspace();
        return member.user()
                .map(
                        user ->
                                transactions.inWorkspace(
                                        workspace,
                                        user,
                                        handle -> Standings.ofMember(handle, workspace, user)))
                .orElseGet(
                        () ->
                                transactions.inWorkspace(
                                        workspace, handle -> Standings.ofLocal(handle, workspace)));
    }
}
