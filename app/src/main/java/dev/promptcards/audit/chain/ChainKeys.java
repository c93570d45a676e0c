package dev.promptcards.audit.chain;

import dev.promptcards.secret.DerivedKeys;

import jakarta.inject.Singleton;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// Makes and checks the hashes of a chain: HMAC-SHA-256 under keys the database does not have, so
/// that who can write the database and does not know the master key can recompute nothing.
@Singleton
final class ChainKeys {

    private static final String EVENTS = "promptcards audit events 1";
    private static final String HEADS = "promptcards audit heads 1";

    private final DerivedKeys keys;

    ChainKeys(DerivedKeys keys) {
        this.keys = keys;
    }

    /// The keys for one piece of work, by one thread.
    Hashing hashing() {
        return new Hashing(keys.masterKeyId(), mac(keys.hmac(EVENTS)), mac(keys.hmac(HEADS)));
    }

    private static Mac mac(SecretKey key) {
        try {
            var mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    /// @param keyId a name for the master key
    record Hashing(byte[] keyId, Mac events, Mac heads) {

        /// What the hash of an event is, if it stands at that place.
        byte[] hash(AuditEvent event, long place) {
            event.encode(new Encoding(events::update), place);
            return events.doFinal();
        }

        /// Whether we wrote this event, for that place.
        boolean isGenuine(AuditEvent event, long place) {
            return MessageDigest.isEqual(hash(event, place), event.hash());
        }

        /// Whether an event that names another key is ours but for that name.
        boolean isOurEdit(AuditEvent event) {
            return isGenuine(event.with(keyId, event.hash()), event.seq());
        }

        /// Everything that is recorded of a chain's end, but the seal.
        byte[] seal(UUID workspace, Head head) {
            new Encoding(heads::update)
                    .id(workspace)
                    .number(head.seq())
                    .time(head.recordedAt())
                    .bytes(head.hash())
                    .bytes(head.keyId());
            return heads.doFinal();
        }

        boolean isSealed(UUID workspace, Head head) {
            return MessageDigest.isEqual(seal(workspace, head), head.seal());
        }

        /// Whether something was made under the master key this server has.
        boolean isOurs(byte[] other) {
            return Arrays.equals(keyId, other);
        }
    }
}
