package dev.promptcards.identity.session;

import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.List;

/// Signs many people in without their passwords.
public final class SessionsAtOnce {

    /// A policy looks through all people a transaction is bound to, for each row.
    static final int BATCH = 100;

    private SessionsAtOnce() {}

    /// A session for each of them, who are there already.
    public static List<SessionToken> open(WorkspaceTransactions transactions, List<UserId> users) {
        var tokens = new ArrayList<SessionToken>();
        for (int from = 0; from < users.size(); from += BATCH) {
            var some = users.subList(from, Math.min(users.size(), from + BATCH));
            tokens.addAll(
                    transactions.outsideWorkspaces(
                            handle -> {
                                WorkspaceTransactions.bindPeople(handle, some);
                                return open(handle, some);
                            }));
        }
        return tokens;
    }

    /// The same in a transaction that is bound to them.
    static List<SessionToken> open(Handle handle, List<UserId> users) {
        var sessions =
                handle.prepareBatch(
                        """
                        INSERT INTO user_sessions (user_id, id, secret_hash, expires_at)
                        VALUES (:user, :id, :hash, now() + interval '24 hours')
                        """);
        var tokens = users.stream().map(SessionToken::create).toList();
        tokens.forEach(
                it ->
                        sessions.bind("user", it.user())
                                .bind("id", it.session())
                                .bind("hash", it.hash())
                                .add());
        sessions.execute();
        return tokens;
    }
}
