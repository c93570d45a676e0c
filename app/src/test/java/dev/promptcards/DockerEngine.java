package dev.promptcards;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Whether a Docker engine answers, found out within a second: Testcontainers, asked the same,
/// tries for much longer where there is none.
final class DockerEngine {

    private static final String QUESTION = "GET /_ping HTTP/1.0\r\n\r\n";

    private static final boolean WANTED =
            switch (System.getProperty("test.servers", "any")) {
                case "docker" -> true;
                case "embedded" -> false;
                default -> answers();
            };

    private DockerEngine() {}

    static boolean isWanted() {
        return WANTED;
    }

    private static boolean answers() {
        String host = System.getenv("DOCKER_HOST");
        Stream<SocketAddress> places =
                host == null
                        ? Stream.of(
                                        Path.of("/var/run/docker.sock"),
                                        Path.of(
                                                System.getProperty("user.home"),
                                                ".docker/run/docker.sock"))
                                .map(UnixDomainSocketAddress::of)
                        : Stream.of(address(URI.create(host)));
        return places.anyMatch(DockerEngine::answersSoon);
    }

    private static SocketAddress address(URI host) {
        return "unix".equals(host.getScheme())
                ? UnixDomainSocketAddress.of(host.getPath())
                : new InetSocketAddress(host.getHost(), host.getPort());
    }

    private static boolean answersSoon(SocketAddress place) {
        var answer = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> answer.complete(ping(place)));
        try {
            return answer.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean ping(SocketAddress place) {
        try (var channel =
                place instanceof UnixDomainSocketAddress
                        ? SocketChannel.open(StandardProtocolFamily.UNIX)
                        : SocketChannel.open()) {
            channel.connect(place);
            channel.write(ByteBuffer.wrap(QUESTION.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(64);
            channel.read(answer);
            return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
                    .contains(" 200 ");
        } catch (IOException e) {
            return false;
        }
    }
}
