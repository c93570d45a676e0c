package dev.promptcards.identity.password;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.Optional;
import java.util.UUID;

/// The passwords of people. Length is all that is asked of one (NIST SP 800-63B-4, 3.1.1.2: no
/// rules of composition).
@Singleton
public class Passwords {

    /// The fewest characters.
    public static final int SHORTEST = 12;

    /// The most characters.
    public static final int LONGEST = 200;

    private static final UserId NOBODY = new UserId(new UUID(0, 0));

    private final WorkspaceTransactions transactions;
    private final HashingPlaces places;
    private final HashCost cost;

    /// What is compared with where there is no password, so that it takes as long.
    private final PasswordHash decoy;

    Passwords(WorkspaceTransactions transactions, HashingPlaces places, HashCost cost) {
        this.transactions = transactions;
        this.places = places;
        this.cost = cost;
        this.decoy = PasswordHash.of(UUID.randomUUID().toString(), cost);
    }

    /// A password's hash on its way to its row.
    public static final class Hashed {
        private final String phc;

        private Hashed(String phc) {
            this.phc = phc;
        }
    }

    /// Hashes a new password; to be done before a transaction is opened, for it takes long.
    ///
    /// @param field what the password is called in the request, for the message
    /// @throws Problem.Invalid when it is too short or too long
    public Hashed hash(String field, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            throw new Problem.Invalid(
                    "%s: must have %d to %d characters; any will do"
                            .formatted(field, SHORTEST, LONGEST));
        }
        return places.within(() -> new Hashed(PasswordHash.of(password, cost).phc()));
    }

    /// Stores a hash, within a transaction that is bound to the person.
    public void store(Handle handle, UserId user, Hashed hashed) {
        handle.createUpdate(
                        """
                        INSERT INTO user_passwords (user_id, hash) VALUES (:user, :hash)
                        ON CONFLICT (user_id) DO UPDATE SET hash = :hash, changed_at = now()
                        """)
                .bind("user", user)
                .bind("hash", hashed.phc)
                .execute();
    }

    /// Whether it is the password of that person, who may sign in. Where `user` is empty, has no
    /// password or is disabled the same work is done, and the answer is no. A hash that cost
    /// something else than is asked today is made anew.
    public boolean matches(Optional<UserId> user, String password) {
        var id = user.orElse(NOBODY);
        var stored = transactions.asUser(id, handle -> stored(handle, id)).map(PasswordHash::parse);
        if (password.length() > 2 * LONGEST) {
            return false;
        }
        var compared = places.within(() -> compare(stored, password));
        compared.renewed().ifPresent(renewed -> renew(id, stored.orElseThrow(), renewed));
        return compared.right();
    }

    private record Compared(boolean right, Optional<PasswordHash> renewed) {}

    private Compared compare(Optional<PasswordHash> stored, String password) {
        boolean right = stored.orElse(decoy).matches(password) && stored.isPresent();
        return new Compared(
                right,
                stored.filter(hash -> right && !hash.costs(cost))
                        .map(_ -> PasswordHash.of(password, cost)));
    }

    private static Optional<String> stored(Handle handle, UserId id) {
        return handle.createQuery(
                        """
                        SELECT p.hash
                          FROM user_passwords p
                          JOIN users u ON u.id = p.user_id
                         WHERE p.user_id = :user AND u.disabled_at IS NULL
                        """)
                .bind("user", id)
                .mapTo(String.class)
                .findOne();
    }

    /// Unless the password was changed meanwhile.
    private void renew(UserId user, PasswordHash old, PasswordHash renewed) {
        transactions.asUser(
                user,
                handle ->
                        handle.createUpdate(
                                        """
                                        UPDATE user_passwords SET hash = :renewed
                                         WHERE user_id = :user AND hash = :old
                                        """)
                                .bind("user", user)
                                .bind("old", old.phc())
                                .bind("renewed", renewed.phc())
                                .execute());
    }
}
