package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the variables may stand that decide about the exit code.
@MicronautTest(transactional = false)
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class EvalExitCodeTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "'', '', 100",
        "PROMPTFOO_PASS_RATE_THRESHOLD=40, '', 0",
        "PROMPTFOO_FAILED_TEST_EXIT_CODE=7, '', 7",
        "'', PROMPTFOO_FAILED_TEST_EXIT_CODE: 8, 8",
        "PROMPTFOO_FAILED_TEST_EXIT_CODE=7, PROMPTFOO_FAILED_TEST_EXIT_CODE: 8, 8",
    })
    void env_files_and_the_configuration_say_it_too(String file, String own, int code)
            throws IOException {
        Path env = Files.writeString(directory.resolve("own.env"), file);
        Path config =
                Files.writeString(
                        directory.resolve("promptfooconfig.yaml"),
                        """
                        prompts: ['{{q}}']
                        providers: [echo]
                        env: {%s}
                        tests:
                          - {vars: {q: a}, assert: [{type: equals, value: a}]}
                          - {vars: {q: b}, assert: [{type: equals, value: a}]}
                        """
                                .formatted(own));
        Command.find(server.getURI(), directory.resolve("data"));

        var eval =
                Command.run(
                        "eval",
                        "-c",
                        config.toString(),
                        "--env-file",
                        env.toString(),
                        "--server",
                        server.getURI().toString(),
                        "--data",
                        directory.resolve("data").toString(),
                        "--workspace",
                        "w-" + TestServers.workspace());

        assertThat(eval.exitCode()).as(eval.text()).isEqualTo(code);
    }
}
