package dev.promptcards.secret;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.Mac;

/// Sees to it that all servers of a database have one master key: else each could not open what
/// another has sealed, and would take its audit events for foreign ones. The first to serve leaves
/// a mark that only this key makes, and that tells nothing about it.
@Singleton
public final class MasterKeyCheck {

    private static final String PURPOSE = "promptcards installation 1";
    private static final String TEXT = "master key";

    private final WorkspaceTransactions transactions;
    private final DerivedKeys keys;

    MasterKeyCheck(WorkspaceTransactions transactions, DerivedKeys keys) {
        this.transactions = transactions;
        this.keys = keys;
    }

    /// Leaves the mark where there is none, and refuses to go on where it is another's.
    ///
    /// @throws Problem.Conflict when the database belongs to another master key
    /// @throws Problem.Invalid when there is no usable master key
    public void require() {
        byte[] mine = mark();
        byte[] stored =
                transactions.outsideWorkspaces(
                        handle -> {
                            handle.createUpdate(
                                            """
                                            INSERT INTO installation (master_key_check) VALUES (:mine)
                                            ON CONFLICT DO NOTHING
                                            """)
                                    .bind("mine", mine)
                                    .execute();
                            return handle.createQuery("SELECT master_key_check FROM installation")
                                    .mapTo(byte[].class)
                                    .one();
                        });
        if (!MessageDigest.isEqual(mine, stored)) {
            throw new Problem.Conflict(
                    "This database is served with another master key. Start with that one: set"
                            + " PROMPTCARDS_MASTER_KEY as on the other servers, or put back the"
                            + " master.key of the data directory. Where it is lost, `DELETE FROM"
                            + " installation` as the database's owner lets this key take its place;"
                            + " what was sealed stays shut.");
        }
    }

    private byte[] mark() {
        try {
            var key = keys.hmac(PURPOSE);
            var mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(TEXT.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
