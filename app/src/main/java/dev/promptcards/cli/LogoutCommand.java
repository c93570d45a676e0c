package dev.promptcards.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.cli.server.Access;
import dev.promptcards.cli.server.ApiClient;
import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.cli.server.Login;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.net.URI;
import java.util.concurrent.Callable;

/// `promptcards logout`.
@Command(
        name = "logout",
        description = "Sign out at a server, and forget the sign-in.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nobody is signed in there from here", "1:the server could not be told"})
final class LogoutCommand implements Callable<Integer> {

    @Mixin private SignInOptions options = new SignInOptions();

    @Override
    public Integer call() {
        URI server = options.server();
        var login = options.logins().forget(server);
        if (login.isEmpty()) {
            System.err.printf("You were not signed in at %s.%n", server);
            return 0;
        }
        try {
            revoke(server, login.get());
        } catch (CommandFailure e) {
            System.err.printf(
                    "The sign-in is forgotten here, but goes on at the server: %s%nEnd it among the"
                            + " programs you are signed in with.%n",
                    e.getMessage());
            return 1;
        }
        System.err.printf("You are signed out at %s.%n", server);
        return 0;
    }

    private static void revoke(URI server, Login login) {
        try (ApiClient client = new ApiClient(server, Access.NONE)) {
            client.post(
                    "/api/v1/auth/revoke",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("refreshToken", login.refreshToken()));
        }
    }
}
