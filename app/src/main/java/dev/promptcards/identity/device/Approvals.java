package dev.promptcards.identity.device;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.audit.Audit;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.device.DeviceRepository.Row;
import dev.promptcards.identity.token.ProgramEntries;
import dev.promptcards.identity.token.TokenFamilies;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// The person's side of a device sign-in: they are shown what waits under a code, and decide.
@Singleton
public class Approvals {

    static final int WRONG_CODES = 10;

    private final WorkspaceTransactions transactions;
    private final DeviceRepository devices;
    private final TokenFamilies families;
    private final Clock clock;
    private final Audit audit;

    /// Of the 2.6 × 10¹⁰ codes as many wait as there are sign-ins under way.
    private final Allowance<UserId> wrongCodes;

    Approvals(
            WorkspaceTransactions transactions,
            DeviceRepository devices,
            TokenFamilies families,
            Clock clock,
            Audit audit,
            Ticker ticker) {
        this.transactions = transactions;
        this.devices = devices;
        this.families = families;
        this.clock = clock;
        this.audit = audit;
        this.wrongCodes =
                new Allowance<>(
                        WRONG_CODES,
                        Duration.ofMinutes(10),
                        "Too many wrong codes. Wait ten minutes, and type the one your program"
                                + " shows then.",
                        ticker);
    }

    /// What waits under a code.
    ///
    /// @param userCode as the program shows it
    /// @param client what the program calls itself and its machine; anybody can say anything here
    public record Waiting(String userCode, String client, Instant createdAt, Instant expiresAt) {}

    /// What waits under the code `typed`.
    ///
    /// @throws Problem.NotFound where nothing does
    /// @throws Problem.TooMany when `by` has guessed too often
    public Waiting find(Caller.Person by, String typed) {
        requireBrowser(by);
        return transactions.asUser(
                by.user(),
                handle -> {
                    var row = waiting(handle, by, typed);
                    return new Waiting(
                            new UserCode(row.userCode()).toString(),
                            row.client(),
                            row.createdAt(),
                            row.expiresAt());
                });
    }

    /// Signs the program in as `by`.
    public void approve(Caller.Person by, String typed) {
        requireBrowser(by);
        transactions.inWorkspace(
                WorkspaceId.INSTALLATION,
                by.user(),
                handle -> {
                    var row = waiting(handle, by, typed);
                    var family = families.begin(handle, by.user(), row.client(), row.expiresAt());
                    devices.approve(handle, row.deviceHash(), family);
                    var entry = ProgramEntries.signedIn(by.user(), family, row.client());
                    audit.record(handle, WorkspaceId.INSTALLATION, entry);
                    return family;
                });
    }

    /// Turns the program away.
    public void deny(Caller.Person by, String typed) {
        requireBrowser(by);
        transactions.asUser(
                by.user(),
                handle -> {
                    var row = waiting(handle, by, typed);
                    devices.deny(handle, row.deviceHash());
                    return row;
                });
    }

    private Row waiting(Handle handle, Caller.Person by, String typed) {
        wrongCodes.require(by.user());
        return UserCode.of(typed)
                .flatMap(code -> devices.lockWaiting(handle, code, clock.instant()))
                .orElseThrow(
                        () -> {
                            wrongCodes.count(by.user());
                            return new Problem.NotFound(
                                    "Nothing waits under this code: it was mistyped, has expired,"
                                            + " or was decided already.");
                        });
    }

    /// A program may not sign others in: whoever stole its token for a while would stay for ever.
    private void requireBrowser(Caller.Person by) {
        if (families.isProgram(by)) {
            throw new Problem.Forbidden(
                    "A program signs no other in. Open /device in a browser where you are signed"
                            + " in.");
        }
    }
}
