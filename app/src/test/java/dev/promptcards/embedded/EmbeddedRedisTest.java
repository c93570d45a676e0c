package dev.promptcards.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class EmbeddedRedisTest {

    @TempDir private Path directory;

    @Test
    void redis_that_cannot_run_here_is_done_without() throws IOException {
        Binaries binaries = new Binaries(directory);
        Path program = binaries.redis();
        Files.writeString(
                program, "#!/bin/sh\necho libssl.so.3: cannot open shared object file; exit 127");

        assertThat(EmbeddedRedis.start(directory, binaries, "password")).isEmpty();
    }

    @Test
    void redis_asks_for_the_password() throws Exception {
        EmbeddedRedis redis =
                EmbeddedRedis.start(directory, new Binaries(directory), "password").orElseThrow();
        int port = URI.create(redis.url()).getPort();
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII))
                    .isEqualTo("-NOAUTH");
        } finally {
            redis.stop();
        }
    }
}
