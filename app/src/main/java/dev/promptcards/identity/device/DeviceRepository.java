package dev.promptcards.identity.device;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The statements on `device_sign_ins`.
@Singleton
class DeviceRepository {

    /// A sign-in under way.
    ///
    /// @param familyId what the program is signed in as, once somebody approved
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole, and never changed.
    record Row(
            byte[] deviceHash,
            String userCode,
            String client,
            State state,
            Optional<UUID> familyId,
            int intervalSeconds,
            Instant createdAt,
            Instant expiresAt,
            Optional<Instant> polledAt) {}

    /// Whether somebody has decided.
    enum State {
        PENDING,
        APPROVED,
        DENIED
    }

    private static final String SELECT =
            """
            SELECT device_hash, user_code, client, upper(state) AS state, family_id, interval_seconds, created_at,
                   expires_at, polled_at
              FROM device_sign_ins
            """;

    /// Adds one; false where another has that user code.
    boolean insert(
            Handle handle,
            byte[] deviceHash,
            UserCode userCode,
            String client,
            int intervalSeconds,
            Instant createdAt,
            Instant expiresAt) {
        return handle.createUpdate(
                                """
                                INSERT INTO device_sign_ins (device_hash, user_code, client, interval_seconds,
                                                             created_at, expires_at)
                                VALUES (:deviceHash, :userCode, :client, :interval, :createdAt, :expiresAt)
                                ON CONFLICT (user_code) DO NOTHING
                                """)
                        .bind("deviceHash", deviceHash)
                        .bind("userCode", userCode.letters())
                        .bind("client", client)
                        .bind("interval", intervalSeconds)
                        .bind("createdAt", createdAt)
                        .bind("expiresAt", expiresAt)
                        .execute()
                == 1;
    }

    /// The sign-in of a device code, held until the transaction ends.
    Optional<Row> lock(Handle handle, byte[] deviceHash) {
        return handle.createQuery(SELECT + "WHERE device_hash = :deviceHash FOR UPDATE")
                .bind("deviceHash", deviceHash)
                .mapTo(Row.class)
                .findOne();
    }

    /// The sign-in that waits under a user code, held until the transaction ends.
    Optional<Row> lockWaiting(Handle handle, UserCode userCode, Instant now) {
        return handle.createQuery(
                        SELECT
                                + """
                                WHERE user_code = :userCode AND state = 'pending' AND expires_at > :now
                                  FOR UPDATE
                                """)
                .bind("userCode", userCode.letters())
                .bind("now", now)
                .mapTo(Row.class)
                .findOne();
    }

    void polled(Handle handle, byte[] deviceHash, Instant now, int intervalSeconds) {
        handle.createUpdate(
                        """
                        UPDATE device_sign_ins SET polled_at = :now, interval_seconds = :interval
                         WHERE device_hash = :deviceHash
                        """)
                .bind("deviceHash", deviceHash)
                .bind("now", now)
                .bind("interval", intervalSeconds)
                .execute();
    }

    void approve(Handle handle, byte[] deviceHash, UUID family) {
        handle.createUpdate(
                        """
                        UPDATE device_sign_ins SET state = 'approved', family_id = :family
                         WHERE device_hash = :deviceHash
                        """)
                .bind("deviceHash", deviceHash)
                .bind("family", family)
                .execute();
    }

    void deny(Handle handle, byte[] deviceHash) {
        handle.createUpdate(
                        "UPDATE device_sign_ins SET state = 'denied' WHERE device_hash ="
                                + " :deviceHash")
                .bind("deviceHash", deviceHash)
                .execute();
    }

    void delete(Handle handle, byte[] deviceHash) {
        handle.createUpdate("DELETE FROM device_sign_ins WHERE device_hash = :deviceHash")
                .bind("deviceHash", deviceHash)
                .execute();
    }

    /// Forgets those that expired before `time`.
    void clean(Handle handle, Instant time) {
        handle.createUpdate("DELETE FROM device_sign_ins WHERE expires_at < :time")
                .bind("time", time)
                .execute();
    }
}
