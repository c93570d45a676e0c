package dev.promptcards.identity.device;

import dev.promptcards.identity.Caller;
import dev.promptcards.identity.ForAnyCaller;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

/// Signing in a program that has no browser: a program begins, a person decides.
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Sign-in of programs")
final class DeviceController {

    private static final int LONGEST_CLIENT = 100;

    private final DeviceSignIns devices;
    private final Approvals approvals;

    DeviceController(DeviceSignIns devices, Approvals approvals) {
        this.devices = devices;
        this.approvals = approvals;
    }

    /// @param client what the program calls itself and its machine, 1 to 100 characters; shown to
    ///     whoever approves
    @Introspected
    record DeviceRequest(@Nullable String client) {}

    /// A sign-in that was begun.
    ///
    /// @param deviceCode what the program asks for its tokens with
    /// @param userCode what a person types at `verificationUri`
    /// @param verificationUri below the address the server was asked at
    /// @param interval seconds between two questions
    /// @param expiresIn seconds until it is too late
    record DeviceAnswer(
            String deviceCode,
            String userCode,
            String verificationUri,
            long interval,
            long expiresIn) {}

    /// @param approve whether the program is signed in or turned away
    @Introspected
    record Decision(@Nullable String userCode, @Nullable Boolean approve) {}

    /// Begins a sign-in.
    @Post("/auth/device")
    HttpResponse<DeviceAnswer> begin(@Body DeviceRequest request) {
        var begun =
                devices.begin(
                        client(request),
                        Actor.current().origin().map(Actor.Origin::address).orElse(""));
        return HttpResponse.ok(
                        new DeviceAnswer(
                                begun.deviceCode().word(),
                                begun.userCode().toString(),
                                "/device",
                                DeviceSignIns.INTERVAL_SECONDS,
                                DeviceSignIns.LIFE.toSeconds()))
                .header("Cache-Control", "no-store");
    }

    /// Shows a person what waits under a code.
    @Get("/me/device/{userCode}")
    @ForAnyCaller
    Approvals.Waiting find(String userCode) {
        return approvals.find(person(), userCode);
    }

    /// Signs the program in as the person who asks, or turns it away.
    @Post("/me/device")
    @Status(HttpStatus.NO_CONTENT)
    @ForAnyCaller
    void decide(@Body Decision decision) {
        if (decision.userCode() == null || decision.approve() == null) {
            throw new Problem.Invalid("send {\"userCode\": \"BCDF-GHJK\", \"approve\": true}");
        }
        if (decision.approve()) {
            approvals.approve(person(), decision.userCode());
        } else {
            approvals.deny(person(), decision.userCode());
        }
    }

    private static String client(DeviceRequest request) {
        var client = request.client() == null ? "" : request.client().strip();
        if (client.isEmpty()
                || client.length() > LONGEST_CLIENT
                || client.chars().anyMatch(Character::isISOControl)) {
            throw new Problem.Invalid("client: must have 1 to 100 characters, on one line");
        }
        return client;
    }

    private static Caller.Person person() {
        if (Caller.current().orElseThrow() instanceof Caller.Person person) {
            return person;
        }
        throw new Problem.Forbidden("Only a person signs a program in; sign in first.");
    }
}
