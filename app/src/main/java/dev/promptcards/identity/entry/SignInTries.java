package dev.promptcards.identity.entry;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// Slows down who guesses passwords: after a few tries each further one doubles the wait, for the
/// account and for the address. A try is counted before its password is looked at, so that a
/// thousand at once are no way around, and given back when the password was right.
///
/// Counted in PostgreSQL: for all nodes, and neither a restart nor a flushed cache sets it back.
/// Writes are no more than the tries let through, and those are few.
@Singleton
class SignInTries {

    /// Tries without a wait. Behind one address may be many people.
    enum Of {
        ACCOUNT(5),
        ADDRESS(30);

        private final int free;

        Of(int free) {
            this.free = free;
        }
    }

    /// 96 tries a day for one account: below the 100 in a row of NIST SP 800-63B, 3.2.2.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    /// The part of an IPv6 address that one customer is given.
    private static final int NETWORK_BYTES = 8;

    private final WorkspaceTransactions transactions;

    SignInTries(WorkspaceTransactions transactions) {
        this.transactions = transactions;
    }

    /// Whether a try may go on, and if not, for how long.
    sealed interface Answer {
        /// It is counted.
        record Go() implements Answer {}

        /// @param remaining until the next one is let through
        /// @param first whether it is the first that this block refuses
        record Wait(Duration remaining, boolean first) implements Answer {}
    }

    /// Counts a try.
    Answer begin(String email, Optional<String> address) {
        return transactions.outsideWorkspaces(
                handle -> {
                    sweep(handle);
                    // Always in this order, so that two tries never wait for each other.
                    return address.flatMap(it -> blocked(handle, Of.ADDRESS, network(it)))
                            .or(() -> blocked(handle, Of.ACCOUNT, account(email)))
                            .<Answer>map(it -> it)
                            .orElseGet(Answer.Go::new);
                });
    }

    /// Takes a try back, whose password was right: the account's all, the address's this one.
    void succeeded(Handle handle, String email, Optional<String> address) {
        address.ifPresent(
                it ->
                        handle.createUpdate(
                                        """
                                        UPDATE sign_in_tries
                                           SET tries = greatest(tries - 1, 0), blocked_until = now(), told = false
                                         WHERE key = :key
                                        """)
                                .bind("key", key(Of.ADDRESS, network(it)))
                                .execute());
        handle.createUpdate("DELETE FROM sign_in_tries WHERE key = :key")
                .bind("key", key(Of.ACCOUNT, account(email)))
                .execute();
    }

    /// Refuses with 429.
    static Problem refusal(Answer.Wait wait) {
        return new Problem.TooMany(
                "Too many tries to sign in. Wait %d seconds, then try again."
                        .formatted(wait.remaining().toSeconds()),
                wait.remaining());
    }

    private static Optional<Answer.Wait> blocked(Handle handle, Of kind, String who) {
        byte[] key = key(kind, who);
        boolean counted =
                handle.createUpdate(
                                        """
                                        INSERT INTO sign_in_tries AS t (key, tries, last_at, blocked_until)
                                        VALUES (:key, 1, now(), now())
                                        ON CONFLICT (key) DO UPDATE
                                           SET tries = t.tries + 1,
                                               last_at = now(),
                                               told = false,
                                               blocked_until = now() + make_interval(secs =>
                                                   CASE WHEN t.tries < :free THEN 0
                                                        ELSE least(power(2, least(t.tries - :free, 30)), :longest) END)
                                         WHERE t.blocked_until <= now()
                                        """)
                                .bind("key", key)
                                .bind("free", kind.free)
                                .bind("longest", LONGEST_WAIT.toSeconds())
                                .execute()
                        == 1;
        return counted ? Optional.empty() : Optional.of(waiting(handle, key));
    }

    private static Answer.Wait waiting(Handle handle, byte[] key) {
        double seconds =
                handle.createQuery(
                                "SELECT extract(epoch FROM blocked_until - now()) FROM"
                                        + " sign_in_tries WHERE key = :key")
                        .bind("key", key)
                        .mapTo(Double.class)
                        .findOne()
                        .orElse(1.0);
        boolean first =
                handle.createUpdate(
                                        "UPDATE sign_in_tries SET told = true WHERE key = :key AND"
                                                + " NOT told")
                                .bind("key", key)
                                .execute()
                        == 1;
        return new Answer.Wait(Duration.ofSeconds(Math.max(1, (long) Math.ceil(seconds))), first);
    }

    /// What is a day old goes, a few rows a time.
    private static void sweep(Handle handle) {
        handle.execute(
                """
                DELETE FROM sign_in_tries
                 WHERE key IN (SELECT key FROM sign_in_tries
                                WHERE last_at < now() - interval '24 hours'
                                LIMIT 20 FOR UPDATE SKIP LOCKED)
                """);
    }

    private static String account(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    private static String network(String address) {
        try {
            // A literal, as the connection gave it: nothing is looked up.
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return HexFormat.of()
                    .formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    private static byte[] key(Of kind, String who) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((kind + ":" + who).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
