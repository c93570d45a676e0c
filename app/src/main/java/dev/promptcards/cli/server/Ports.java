package dev.promptcards.cli.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// TCP ports of 127.0.0.1.
final class Ports {

    private Ports() {}

    /// The port to listen on.
    ///
    /// @throws CommandFailure when the one that was asked for is taken
    static int choose(ServerSettings settings) {
        if (settings.port() != 0 && isFree(settings.port())) {
            return settings.port();
        }
        if (settings.port() != 0 && settings.portMustBeFree()) {
            throw taken(settings.port());
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailure("No port of 127.0.0.1 is free: " + e.getMessage(), e);
        }
    }

    static CommandFailure taken(int port) {
        return new CommandFailure(
                ("Port %d of 127.0.0.1 is taken by another program. Stop that, or choose another"
                                + " port with --port (0 takes any free one).")
                        .formatted(port));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
