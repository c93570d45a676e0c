package dev.promptcards.identity.person;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.audit.Audit;
import dev.promptcards.audit.AuditEntry;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.People;
import dev.promptcards.identity.Permissions;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;

/// Shows people to who runs the installation, shuts them out, lets them in again, and lets them run
/// it too.
@Singleton
class PersonStates {

    private final WorkspaceTransactions transactions;
    private final People people;
    private final PersonRows rows;
    private final Permissions permissions;
    private final Audit audit;

    PersonStates(
            WorkspaceTransactions transactions,
            People people,
            PersonRows rows,
            Permissions permissions,
            Audit audit) {
        this.transactions = transactions;
        this.people = people;
        this.rows = rows;
        this.permissions = permissions;
        this.audit = audit;
    }

    /// Refuses who does not run the installation.
    void requireOperator(Caller caller) {
        boolean runsIt =
                switch (caller) {
                    case Caller.Local() -> true;
                    case Caller.Person(var user, _) ->
                            transactions
                                    .asUser(user, handle -> rows.find(handle, user))
                                    .filter(it -> it.admin() && !it.disabled())
                                    .isPresent();
                    case Caller.Key _ -> false;
                };
        if (!runsIt) {
            throw new Problem.Forbidden(
                    "This is for who runs the installation. Ask one of its administrators; where a"
                            + " server runs its own database, commands on its machine do it too.");
        }
    }

    /// Somebody, or 404.
    Person get(UserId user) {
        return transactions.asUser(user, handle -> rows.get(handle, user));
    }

    Optional<Person> byEmail(String email) {
        return people.idOf(email).map(this::get);
    }

    /// Shuts somebody out: nothing they signed in with works again, on this node at once. Their
    /// keys do nothing while they are shut out. Who is shut out stays so.
    Person disable(UserId user) {
        var after =
                transactions.inWorkspace(
                        WorkspaceId.INSTALLATION, user, handle -> disable(handle, user));
        settle(user, after);
        return get(user);
    }

    /// The same within a transaction that is bound to the person and to the installation; the last
    /// thing it does. What is returned is for [#settle] after the commit.
    List<Runnable> disable(Handle handle, UserId user) {
        rows.requireAnotherAdmin(handle, rows.get(handle, user));
        var after = people.disable(handle, user);
        if (after.isPresent()) {
            record(handle, "user.disable", user, "disabled", true);
        }
        return after.orElse(List.of());
    }

    void settle(UserId user, List<Runnable> after) {
        after.forEach(Runnable::run);
        permissions.forget(user);
    }

    /// Lets somebody sign in again; what was revoked stays so.
    Person enable(UserId user) {
        var person =
                transactions.inWorkspace(
                        WorkspaceId.INSTALLATION,
                        user,
                        handle -> {
                            var before = rows.get(handle, user);
                            if (before.erased()) {
                                throw new Problem.Conflict(
                                        "This person was erased; nobody can be let in as them."
                                                + " Invite them anew.");
                            }
                            if (before.disabled()) {
                                rows.enable(handle, user);
                                record(handle, "user.enable", user, "disabled", false);
                            }
                            return rows.get(handle, user);
                        });
        settle(user, List.of());
        return person;
    }

    /// Lets somebody run the installation, or no more.
    ///
    /// @throws Problem.Conflict for the last who does, and for who cannot sign in
    Person letRun(UserId user, boolean admin) {
        var person =
                transactions.inWorkspace(
                        WorkspaceId.INSTALLATION,
                        user,
                        handle -> {
                            var before = rows.get(handle, user);
                            if (before.admin() == admin) {
                                return before;
                            }
                            if (admin && before.disabled()) {
                                throw new Problem.Conflict(
                                        "This person is shut out. Let them in first.");
                            }
                            rows.requireAnotherAdmin(handle, before);
                            rows.letRun(handle, user, admin);
                            record(handle, "user.admin", user, "admin", admin);
                            return rows.get(handle, user);
                        });
        settle(user, List.of());
        return person;
    }

    private void record(Handle handle, String action, UserId user, String what, boolean now) {
        var json = JsonNodeFactory.instance;
        audit.record(
                handle,
                WorkspaceId.INSTALLATION,
                new AuditEntry(action, "user", user.toString(), "")
                        .before(json.objectNode().put(what, !now))
                        .after(json.objectNode().put(what, now)));
    }
}
