package dev.promptcards.cli.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// TCP ports of this machine.
final class Ports {

    private Ports() {}

    /// The port to listen on.
    ///
    /// @throws CommandFailure when the one that was asked for is taken
    static int choose(ServerSettings settings) {
        if (settings.port() != 0 && isFree(settings.host(), settings.port())) {
            return settings.port();
        }
        if (settings.port() != 0 && !settings.inCommand()) {
            throw taken(settings.host(), settings.port());
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailure("No port of 127.0.0.1 is free: " + e.getMessage(), e);
        }
    }

    static CommandFailure taken(String host, int port) {
        return new CommandFailure(
                ("Port %d of %s is taken by another program. Stop that, or choose another"
                                + " port with --port (0 takes any free one).")
                        .formatted(port, host));
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
