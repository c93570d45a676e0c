package dev.promptcards.secret;

import com.google.crypto.tink.subtle.AesGcmJce;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.UUID;

/// Seals bytes for one row of one workspace, by AES-256-GCM. What was sealed for one row opens for
/// no other.
///
/// A sealed value is the format's number (1 byte), the id of the key (4 bytes), the nonce (12), the
/// ciphertext and the tag (16). Everything before the nonce, the workspace and the row are
/// authenticated with it. The id tells a value sealed under another key from one that was changed,
/// and lets a later version hold several keys.
@Singleton
public final class Secrets {

    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 1 + MasterKey.ID_BYTES;

    private final MasterKey key;

    Secrets(MasterKey key) {
        this.key = key;
    }

    /// Seals `plain` for a row.
    ///
    /// @throws Problem.Invalid when there is no usable master key
    public byte[] seal(WorkspaceId workspace, UUID row, byte[] plain) {
        byte[] header = header();
        try {
            byte[] sealed = cipher().encrypt(plain, associated(header, workspace, row));
            return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
                    .put(header)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refuses to seal", e);
        }
    }

    /// What was sealed for this row.
    ///
    /// @throws Problem.Unavailable when it was sealed under another key, for another row, or was
    ///     changed since
    /// @throws Problem.Invalid when there is no usable master key
    public byte[] open(WorkspaceId workspace, UUID row, byte[] sealed) {
        byte[] header = header();
        if (sealed.length < HEADER_BYTES || sealed[0] != FORMAT) {
            throw new Problem.Unavailable("A stored secret is in no format this version knows.");
        }
        if (!Arrays.equals(header, Arrays.copyOf(sealed, HEADER_BYTES))) {
            throw new Problem.Unavailable(
                    "A stored secret was sealed under another master key. Start with the"
                            + " PROMPTCARDS_MASTER_KEY, or the master.key, it was sealed with.");
        }
        byte[] body = Arrays.copyOfRange(sealed, HEADER_BYTES, sealed.length);
        try {
            return cipher().decrypt(body, associated(header, workspace, row));
        } catch (GeneralSecurityException e) {
            throw new Problem.Unavailable(
                    "A stored secret does not belong to its row, or was changed.");
        }
    }

    private byte[] header() {
        return ByteBuffer.allocate(HEADER_BYTES).put(FORMAT).put(key.id()).array();
    }

    /// The primitive itself and not Tink's registry, which costs a start what it saves nobody here.
    private AesGcmJce cipher() throws GeneralSecurityException {
        return new AesGcmJce(key.bytes());
    }

    private static byte[] associated(byte[] header, WorkspaceId workspace, UUID row) {
        return ByteBuffer.allocate(HEADER_BYTES + 32)
                .put(header)
                .putLong(workspace.value().getMostSignificantBits())
                .putLong(workspace.value().getLeastSignificantBits())
                .putLong(row.getMostSignificantBits())
                .putLong(row.getLeastSignificantBits())
                .array();
    }
}
