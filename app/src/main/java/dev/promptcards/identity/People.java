package dev.promptcards.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The people of the installation: made, found, changed, disabled. They stand outside workspaces; a
/// transaction sees those it is bound to.
@Singleton
public class People {

    private static final int LONGEST_EMAIL = 320;
    private static final int LONGEST_NAME = 200;

    /// The same as the schema asks for. Whether an address is somebody's, only a mail to it tells.
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private static final String SELECT =
            """
            SELECT id, email, display_name, preferences, admin, created_at, disabled_at
              FROM users
             WHERE id = :id
            """;

    private final WorkspaceTransactions transactions;
    private final List<Credentials> credentials;

    People(WorkspaceTransactions transactions, List<Credentials> credentials) {
        this.transactions = transactions;
        this.credentials = credentials;
    }

    /// Makes a person within the caller's transaction, which is bound to them from then on.
    ///
    /// @param admin whether they run the installation
    /// @throws Problem.Invalid when e-mail or name break a rule
    /// @throws Problem.Conflict when there is somebody with that e-mail
    public UserId create(Handle handle, String email, String displayName, boolean admin) {
        var id = new UserId(NewId.next());
        WorkspaceTransactions.bindPeople(handle, List.of(id));
        int made =
                handle.createUpdate(
                                """
                                INSERT INTO users (id, email, display_name, admin)
                                VALUES (:id, :email, :name, :admin)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("id", id)
                        .bind("email", checkedEmail(email))
                        .bind("name", checkedName(displayName))
                        .bind("admin", admin)
                        .execute();
        if (made == 0) {
            throw new Problem.Conflict("There is somebody with this e-mail address already.");
        }
        return id;
    }

    /// Whom an e-mail address belongs to, in whatever case it is written.
    public Optional<UserId> idOf(String email) {
        return transactions.outsideWorkspaces(
                handle ->
                        handle.createQuery("SELECT user_id_by_email(:email)")
                                .bind("email", email.strip())
                                .mapTo(UUID.class)
                                .findOne()
                                .map(UserId::new));
    }

    /// The same person, whole.
    public Optional<User> byEmail(String email) {
        return idOf(email).flatMap(this::find);
    }

    /// Somebody by their id.
    public Optional<User> find(UserId id) {
        return transactions.asUser(id, handle -> find(handle, id));
    }

    /// The same, within a transaction that is bound to the person.
    public Optional<User> find(Handle handle, UserId id) {
        return query(handle, id, SELECT);
    }

    /// Whether there is anybody yet.
    public boolean isAnybodyThere() {
        return transactions.outsideWorkspaces(People::isAnybodyThere);
    }

    /// The same, within a transaction.
    public static boolean isAnybodyThere(Handle handle) {
        return handle.createQuery("SELECT any_person()").mapTo(UUID.class).findOne().isPresent();
    }

    /// Changes what a person decides about themselves, where their state is still the one
    /// `ifMatch` names.
    public User change(
            UserId id, String displayName, ObjectNode preferences, Optional<String> ifMatch) {
        return transactions.asUser(
                id,
                handle -> {
                    query(handle, id, SELECT + "FOR NO KEY UPDATE")
                            .orElseThrow()
                            .entityTag()
                            .requireMatch(ifMatch);
                    handle.createUpdate(
                                    """
                                    UPDATE users SET display_name = :name, preferences = :preferences
                                     WHERE id = :id
                                    """)
                            .bind("id", id)
                            .bind("name", checkedName(displayName))
                            .bind("preferences", preferences)
                            .execute();
                    return find(handle, id).orElseThrow();
                });
    }

    /// Lets somebody in no more: nothing they signed in with works again, on this node at once and
    /// on the others within five seconds. False where they were disabled already, or are nobody.
    public boolean disable(UserId id) {
        var after = transactions.asUser(id, handle -> disable(handle, id));
        after.ifPresent(steps -> steps.forEach(Runnable::run));
        return after.isPresent();
    }

    /// The same, within a transaction that is bound to the person. What is returned is run after
    /// the commit; empty where they were disabled already.
    public Optional<List<Runnable>> disable(Handle handle, UserId id) {
        int disabled =
                handle.createUpdate(
                                """
                                UPDATE users SET disabled_at = now()
                                 WHERE id = :id AND disabled_at IS NULL
                                """)
                        .bind("id", id)
                        .execute();
        return disabled == 0
                ? Optional.empty()
                : Optional.of(credentials.stream().map(it -> it.revokeAll(handle, id)).toList());
    }

    private static Optional<User> query(Handle handle, UserId id, String select) {
        return handle.createQuery(select).bind("id", id).mapTo(User.class).findOne();
    }

    private static String checkedEmail(String email) {
        var text = email.strip();
        StorableText.require("email", text, LONGEST_EMAIL);
        if (!EMAIL.matcher(text).matches()) {
            throw new Problem.Invalid(
                    "email: must be an address such as name@example.org, of at most 320"
                            + " characters");
        }
        return text;
    }

    private static String checkedName(String name) {
        var text = name.strip();
        StorableText.require("displayName", text, LONGEST_NAME);
        if (text.isEmpty()) {
            throw new Problem.Invalid("displayName: must not be empty");
        }
        return text;
    }
}
