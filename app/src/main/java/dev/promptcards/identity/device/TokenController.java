package dev.promptcards.identity.device;

import static dev.promptcards.problem.Problem.NotGranted.Reason.ACCESS_DENIED;
import static dev.promptcards.problem.Problem.NotGranted.Reason.AUTHORIZATION_PENDING;
import static dev.promptcards.problem.Problem.NotGranted.Reason.EXPIRED_TOKEN;
import static dev.promptcards.problem.Problem.NotGranted.Reason.INVALID_GRANT;
import static dev.promptcards.problem.Problem.NotGranted.Reason.SLOW_DOWN;
import static dev.promptcards.problem.Problem.NotGranted.Reason.UNSUPPORTED_GRANT_TYPE;

import dev.promptcards.identity.credential.Credential;
import dev.promptcards.identity.device.DeviceSignIns.Progress;
import dev.promptcards.identity.token.Renewals;
import dev.promptcards.identity.token.Renewals.Renewal;
import dev.promptcards.identity.token.Tokens;
import dev.promptcards.problem.Problem;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Where programs get their tokens and give them back.
@Controller("/api/v1/auth")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Sign-in of programs")
final class TokenController {

    private static final int LONGEST_RETRY_KEY = 200;

    private final DeviceSignIns devices;
    private final Renewals renewals;

    TokenController(DeviceSignIns devices, Renewals renewals) {
        this.devices = devices;
        this.renewals = renewals;
    }

    /// What a program has to show.
    ///
    /// @param grantType `device_code` (also under its long name of RFC 8628) or `refresh_token`
    @Introspected
    record TokenRequest(
            @Nullable String grantType,
            @Nullable String deviceCode,
            @Nullable String refreshToken) {}

    /// What it is given.
    ///
    /// @param expiresIn seconds the access token lasts
    /// @param refreshToken works once; lasts 30 days
    record TokenAnswer(String accessToken, String tokenType, long expiresIn, String refreshToken) {}

    /// Gives an access token and a refresh token for a device code or for a refresh token. With
    /// `Idempotency-Key`, a refresh token whose answer was lost may be sent once more within a
    /// minute, with the same key.
    @Post("/token")
    HttpResponse<TokenAnswer> token(
            @Body TokenRequest request, @Header("Idempotency-Key") @Nullable String retryKey) {
        var tokens =
                switch (String.valueOf(request.grantType())) {
                    case "device_code", "urn:ietf:params:oauth:grant-type:device_code" ->
                            signedIn(request);
                    case "refresh_token" -> renewed(request, retryKey(retryKey));
                    default ->
                            throw new Problem.NotGranted(
                                    UNSUPPORTED_GRANT_TYPE,
                                    "grantType: must be `device_code` or `refresh_token`");
                };
        return HttpResponse.ok(
                        new TokenAnswer(
                                tokens.access().word(),
                                "Bearer",
                                Tokens.ACCESS_LIFE.toSeconds(),
                                tokens.refresh().word()))
                .header("Cache-Control", "no-store");
    }

    /// Signs a program out by its refresh token; one that is over is fine.
    @Post("/revoke")
    @Status(HttpStatus.NO_CONTENT)
    void revoke(@Body TokenRequest request) {
        Credential.of(
                        Credential.Kind.REFRESH_TOKEN,
                        present(request.refreshToken(), "refreshToken"))
                .ifPresent(renewals::giveUp);
    }

    private Tokens signedIn(TokenRequest request) {
        var shown = present(request.deviceCode(), "deviceCode");
        var progress =
                Credential.of(Credential.Kind.DEVICE_CODE, shown)
                        .map(devices::ask)
                        .orElseGet(Progress.Unknown::new);
        return switch (progress) {
            case Progress.SignedIn(var tokens) -> tokens;
            case Progress.Pending() ->
                    throw new Problem.NotGranted(
                            AUTHORIZATION_PENDING, "Nobody has approved the sign-in yet.");
            case Progress.TooFast(int seconds) ->
                    throw new Problem.NotGranted(
                            SLOW_DOWN, "Ask every %d seconds.".formatted(seconds));
            case Progress.Denied() ->
                    throw new Problem.NotGranted(ACCESS_DENIED, "The sign-in was turned away.");
            case Progress.Expired() ->
                    throw new Problem.NotGranted(
                            EXPIRED_TOKEN, "Nobody approved the sign-in in time. Begin again.");
            case Progress.Unknown() ->
                    throw new Problem.NotGranted(
                            INVALID_GRANT,
                            "deviceCode: there is no sign-in of this code, or its tokens were given"
                                    + " already. Begin again.");
        };
    }

    private Tokens renewed(TokenRequest request, Optional<String> retryKey) {
        var shown = present(request.refreshToken(), "refreshToken");
        var renewal =
                Credential.of(Credential.Kind.REFRESH_TOKEN, shown)
                        .map(it -> renewals.renew(it, retryKey))
                        .orElseGet(Renewal.Invalid::new);
        return switch (renewal) {
            case Renewal.Renewed(var tokens) -> tokens;
            case Renewal.Invalid() ->
                    throw new Problem.NotGranted(
                            INVALID_GRANT,
                            "refreshToken: it is wrong, expired or signed out. Sign in again.");
            case Renewal.Reused() ->
                    throw new Problem.NotGranted(
                            INVALID_GRANT,
                            "refreshToken: it was used before, so somebody has a copy. The program"
                                    + " is signed out; sign in again.");
        };
    }

    private static Optional<String> retryKey(@Nullable String header) {
        if (header != null && (header.isBlank() || header.length() > LONGEST_RETRY_KEY)) {
            throw new Problem.Invalid("Idempotency-Key: must have 1 to 200 characters");
        }
        return Optional.ofNullable(header);
    }

    private static String present(@Nullable String value, String name) {
        if (value == null) {
            throw new Problem.Invalid(name + ": missing");
        }
        return value;
    }
}
