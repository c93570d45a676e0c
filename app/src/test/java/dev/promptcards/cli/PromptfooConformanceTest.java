package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;
import dev.promptcards.promptfoo.FakeModel;
import dev.promptcards.promptfoo.SharedFolder;

import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs promptfoo configurations from the command to the file and compares every verdict with what
/// promptfoo itself made of them.
@MicronautTest
@Property(name = "promptcards.allow-addresses", value = "127.0.0.0/8")
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class PromptfooConformanceTest implements OnTestServers {

    @Inject EmbeddedServer server;
    @TempDir static Path directory;
    private Optional<FakeModel> model = Optional.empty();
    private Path environment = Path.of("");

    @BeforeAll
    void startModel() throws IOException {
        var started = FakeModel.start(0);
        model = Optional.of(started);
        environment =
                Files.writeString(
                        directory.resolve("model.env"),
                        """
                        OPENAI_BASE_URL=%s
                        OPENAI_API_KEY=sk-conf-fake
                        CONF_WORD=juniper
                        """
                                .formatted(started.url()));
    }

    @AfterAll
    void stopModel() {
        model.ifPresent(FakeModel::close);
    }

    @TestFactory
    Stream<DynamicTest> every_verdict_on_our_own_configurations_is_promptfoos()
            throws IOException, URISyntaxException {
        return tests(Path.of(getClass().getResource("/promptfoo").toURI()));
    }

    @TestFactory
    Stream<DynamicTest> every_verdict_is_promptfoos() throws IOException {
        return tests(SharedFolder.path("conformance"));
    }

    private Stream<DynamicTest> tests(Path configurations) throws IOException {
        try (var folders = Files.list(configurations)) {
            return folders
                    .filter(folder -> Files.exists(folder.resolve("golden.json")))
                    .sorted()
                    .map(folder -> DynamicTest.dynamicTest(name(folder), () -> compare(folder)))
                    .toList()
                    .stream();
        }
    }

    private void compare(Path folder) throws IOException {
        var golden = Golden.read(folder);
        assumeTrue(!golden.isLeftOut(), "promptfoo is wrong about it");
        var results = directory.resolve(name(folder) + ".json");

        Command.find(server.getURI(), directory.resolve("data"));

        var told =
                Command.run(
                        "eval",
                        "-c",
                        folder.resolve("promptfooconfig.yaml").toString(),
                        "-o",
                        results.toString(),
                        "--env-file",
                        environment.toString(),
                        "--server",
                        server.getURI().toString(),
                        "--data",
                        directory.resolve("data").toString(),
                        "--workspace",
                        "w-" + TestServers.workspace());

        golden.exitCode()
                .ifPresent(code -> assertThat(told.exitCode()).as(told.text()).isEqualTo(code));
        if (!golden.isRefusal()) {
            assertThat(golden.differences(results)).as(told.text()).isEmpty();
        }
    }

    private static String name(Path folder) {
        return String.valueOf(folder.getFileName());
    }
}
