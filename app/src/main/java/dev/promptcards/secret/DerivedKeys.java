package dev.promptcards.secret;

import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/// Keys for one purpose each, derived from the master key by HKDF-SHA-256 (RFC 5869): who learns
/// one of them learns neither the master key nor another.
@Singleton
public final class DerivedKeys {

    private static final int BYTES = 32;

    private final MasterKey master;

    DerivedKeys(MasterKey master) {
        this.master = master;
    }

    /// The key for HMAC-SHA-256 of a purpose; the same purpose gives the same key.
    ///
    /// @throws dev.promptcards.problem.Problem.Invalid when there is no usable master key
    public SecretKey hmac(String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "HmacSHA256",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(master.bytes())
                                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 25 on has HKDF-SHA256", e);
        }
    }

    /// A name for the master key that tells nothing about it: four bytes.
    public byte[] masterKeyId() {
        return master.id();
    }
}
