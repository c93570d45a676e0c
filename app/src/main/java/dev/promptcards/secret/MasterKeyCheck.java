package dev.promptcards.secret;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import javax.crypto.Mac;

/// Sees to it that all servers of a database have one master key: else each could not open what
/// another has sealed, and would take its audit events for foreign ones. The first to serve leaves
/// a mark that only this key makes, and that tells nothing about it, once it has opened what is
/// sealed: a database from before there were marks may be another key's.
@Singleton
public final class MasterKeyCheck {

    private static final String PURPOSE = "promptcards installation 1";
    private static final String TEXT = "master key";

    private final WorkspaceTransactions transactions;
    private final DerivedKeys keys;
    private final Secrets secrets;
    private final List<SealedSample> samples;

    MasterKeyCheck(
            WorkspaceTransactions transactions,
            DerivedKeys keys,
            Secrets secrets,
            List<SealedSample> samples) {
        this.transactions = transactions;
        this.keys = keys;
        this.secrets = secrets;
        this.samples = samples;
    }

    /// Leaves the mark where there is none, and refuses to go on where it is another's, or where
    /// what is sealed is another's.
    ///
    /// @throws Problem.Conflict when the database belongs to another master key
    /// @throws Problem.Invalid when there is no usable master key
    public void require() {
        byte[] mine = mark();
        if (transactions.outsideWorkspaces(MasterKeyCheck::stored).isEmpty()) {
            if (!samples.stream().allMatch(this::opens)) {
                throw anothers("INSERT INTO installation (master_key_check) VALUES ('%s')", mine);
            }
            transactions.outsideWorkspaces(handle -> leave(handle, mine));
        }
        // Of servers that start at once one leaves its mark.
        var stored = transactions.outsideWorkspaces(MasterKeyCheck::stored).orElseThrow();
        if (!MessageDigest.isEqual(mine, stored)) {
            throw anothers("UPDATE installation SET master_key_check = '%s'", mine);
        }
    }

    private boolean opens(SealedSample sample) {
        var newest = sample.newest();
        try {
            newest.ifPresent(it -> secrets.open(it.workspace(), it.row(), it.bytes()));
            return true;
        } catch (Problem.Unavailable e) {
            return false;
        }
    }

    private static Optional<byte[]> stored(Handle handle) {
        return handle.createQuery("SELECT master_key_check FROM installation")
                .mapTo(byte[].class)
                .findOne();
    }

    private static int leave(Handle handle, byte[] mark) {
        return handle.createUpdate(
                        """
                        INSERT INTO installation (master_key_check) VALUES (:mark)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("mark", mark)
                .execute();
    }

    /// @param remedy the statement that has the database belong to this key
    private static Problem.Conflict anothers(String remedy, byte[] mine) {
        return new Problem.Conflict(
                "This database is served with another master key. Start with that one: set"
                        + " PROMPTCARDS_MASTER_KEY as on the other servers, or put back the"
                        + " master.key of the data directory. Where it is lost, `"
                        + remedy.formatted("\\x" + HexFormat.of().formatHex(mine))
                        + "` as the database's owner lets this key take its place; what was sealed"
                        + " stays shut.");
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
