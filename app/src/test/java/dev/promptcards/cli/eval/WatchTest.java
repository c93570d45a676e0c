package dev.promptcards.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.promptfoo.Plan;
import dev.promptcards.promptfoo.PromptfooConfig;
import dev.promptcards.promptfoo.file.FilesRead;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

class WatchTest {

    @TempDir Path folder;

    private final AtomicInteger runs = new AtomicInteger();
    private final StringWriter said = new StringWriter();
    private Thread watching = new Thread();

    @AfterEach
    void stop() throws InterruptedException {
        watching.interrupt();
        watching.join();
    }

    @Test
    void a_configuration_runs_again_when_a_file_it_reads_changes_and_no_other() throws Exception {
        Path config = configuration();
        start(config);
        awaitRuns(1);

        Files.writeString(folder.resolve("results.json"), "{}");
        Files.writeString(folder.resolve("sub/tests.csv"), "q\nc\n");
        awaitRuns(2);
        Path fresh = Files.writeString(folder.resolve("prompt.txt.new"), "Say {{q}}!");
        Files.move(fresh, folder.resolve("prompt.txt"), StandardCopyOption.REPLACE_EXISTING);
        awaitRuns(3);

        assertThat(said.toString()).contains("Watching 3 files");
    }

    @Test
    void what_goes_wrong_is_told_and_the_next_change_is_waited_for() throws Exception {
        Path config = configuration();
        start(config);
        awaitRuns(1);

        Files.writeString(config, "prompts: [");
        awaitRuns(2);
        assertThat(said.toString()).contains("cannot be read");
        configuration();
        awaitRuns(3);
    }

    @Test
    void the_files_read_are_all_a_configuration_names_the_missing_ones_too() throws IOException {
        Path config = configuration();
        Set<Path> files = new TreeSet<>();

        FilesRead.during(files, () -> ((Plan) PromptfooConfig.read(config)).check());

        assertThat(files)
                .containsExactlyInAnyOrder(
                        config, folder.resolve("prompt.txt"), folder.resolve("sub/tests.csv"));
    }

    private Path configuration() throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(folder.resolve("prompt.txt"), "Say {{q}}");
        Files.writeString(folder.resolve("sub/tests.csv"), "q\na\n");
        return Files.writeString(
                folder.resolve("promptfooconfig.yaml"),
                """
                prompts: file://prompt.txt
                providers: [echo]
                tests: file://sub/tests.csv
                """);
    }

    private void start(Path config) {
        watching =
                Thread.ofPlatform()
                        .start(() -> new Watch(new PrintWriter(said)).run(() -> run(config)));
    }

    private int run(Path config) {
        runs.incrementAndGet();
        if (PromptfooConfig.read(config) instanceof Plan plan) {
            plan.check();
            return 0;
        }
        throw new CommandFailure("the configuration cannot be read");
    }

    private void awaitRuns(int count) {
        await().untilAsserted(
                        () -> {
                            assertThat(runs).hasValue(count);
                            assertThat(said.toString().split("Watching", -1)).hasSize(count + 1);
                        });
    }
}
