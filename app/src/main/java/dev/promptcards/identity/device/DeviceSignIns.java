package dev.promptcards.identity.device;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.identity.credential.Credential;
import dev.promptcards.identity.device.DeviceRepository.Row;
import dev.promptcards.identity.token.Renewals;
import dev.promptcards.identity.token.Tokens;
import dev.promptcards.tenancy.NewId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// The program's side of a device sign-in: it begins one, and asks what became of it.
@Singleton
class DeviceSignIns {

    static final Duration LIFE = Duration.ofMinutes(10);
    static final int INTERVAL_SECONDS = 5;

    private static final Duration KEPT = Duration.ofHours(1);
    private static final int CODES_TRIED = 5;

    /// From one address, in a minute: each is a row that anybody can make.
    private static final int BEGUN = 30;

    private final WorkspaceTransactions transactions;
    private final DeviceRepository devices;
    private final Renewals renewals;
    private final Clock clock;
    private final Allowance<String> begun;

    DeviceSignIns(
            WorkspaceTransactions transactions,
            DeviceRepository devices,
            Renewals renewals,
            Clock clock,
            Ticker ticker) {
        this.transactions = transactions;
        this.devices = devices;
        this.renewals = renewals;
        this.clock = clock;
        this.begun =
                new Allowance<>(
                        BEGUN,
                        Duration.ofMinutes(1),
                        "Too many sign-ins were begun from here. Wait a minute.",
                        ticker);
    }

    /// A sign-in that was begun.
    record Begun(Credential deviceCode, UserCode userCode) {}

    /// What became of one.
    sealed interface Progress {
        record Pending() implements Progress {}

        /// The program asked earlier than it was told to.
        record TooFast(int intervalSeconds) implements Progress {}

        record Denied() implements Progress {}

        record Expired() implements Progress {}

        /// There is none of that code; or its tokens were given already.
        record Unknown() implements Progress {}

        record SignedIn(Tokens tokens) implements Progress {}
    }

    /// Begins a sign-in of a program that calls itself `client`.
    ///
    /// @param address where it is, by which sign-ins are counted
    Begun begin(String client, String address) {
        begun.require(address);
        begun.count(address);
        var deviceCode = Credential.mint(Credential.Kind.DEVICE_CODE, NewId.next());
        var now = clock.instant();
        return transactions.outsideWorkspaces(
                handle -> {
                    devices.clean(handle, now.minus(KEPT));
                    for (int i = 0; i < CODES_TRIED; i++) {
                        var userCode = UserCode.next();
                        if (devices.insert(
                                handle,
                                deviceCode.hash(),
                                userCode,
                                client,
                                INTERVAL_SECONDS,
                                now,
                                now.plus(LIFE))) {
                            return new Begun(deviceCode, userCode);
                        }
                    }
                    throw new IllegalStateException("no user code is free");
                });
    }

    /// What became of a sign-in. Its tokens are given once.
    Progress ask(Credential deviceCode) {
        return transactions.outsideWorkspaces(
                handle ->
                        devices.lock(handle, deviceCode.hash())
                                .map(row -> progress(handle, row, clock.instant()))
                                .orElseGet(Progress.Unknown::new));
    }

    private Progress progress(Handle handle, Row row, Instant now) {
        if (!now.isBefore(row.expiresAt())) {
            return new Progress.Expired();
        }
        var earliest = row.polledAt().map(it -> it.plusSeconds(row.intervalSeconds()));
        if (earliest.filter(now::isBefore).isPresent()) {
            int longer = row.intervalSeconds() + INTERVAL_SECONDS;
            devices.polled(handle, row.deviceHash(), now, longer);
            return new Progress.TooFast(longer);
        }
        devices.polled(handle, row.deviceHash(), now, row.intervalSeconds());
        return switch (row.state()) {
            case PENDING -> new Progress.Pending();
            case DENIED -> new Progress.Denied();
            case APPROVED -> collect(handle, row);
        };
    }

    private Progress collect(Handle handle, Row row) {
        devices.delete(handle, row.deviceHash());
        return renewals.first(handle, row.familyId().orElseThrow())
                .<Progress>map(Progress.SignedIn::new)
                .orElseGet(Progress.Denied::new);
    }
}
