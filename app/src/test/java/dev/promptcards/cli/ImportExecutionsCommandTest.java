package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;
import dev.promptcards.TestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

@MicronautTest
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class ImportExecutionsCommandTest implements OnTestServers {

    private static final String TEXT =
            """
            card,case_id,model,passed,created_at
            My Poet,a,m,1,2026-03-31
            My Poet,b,m,0,2026-04-01
            """;

    @Inject EmbeddedServer server;
    @TempDir Path directory;
    private String workspace;

    @BeforeEach
    void newWorkspace() {
        Command.find(server.getURI(), directory.resolve("data"));
        workspace = "w-" + TestServers.workspace();
    }

    @Test
    void a_file_becomes_runs_and_a_second_time_nothing() throws IOException {
        var file = written(TEXT);

        var first = imported(file.toString());
        var second = imported(file.toString());

        assertThat(first.exitCode()).as(first.text()).isZero();
        assertThat(first.said())
                .isEqualToNormalizingNewlines(
                        """
                        2 executions imported as runs 1 to 2, a run a day.
                        1 card created; suite imported, revision 1: 2 new cases.
                        """);
        assertThat(second.exitCode()).isZero();
        assertThat(second.said())
                .isEqualToNormalizingNewlines(
                        "Nothing new: the file was imported before, as runs 1 to 2,"
                                + " a run a day.\n");
    }

    @Test
    void a_packed_file_is_taken_for_a_suite_of_its_own_name() throws IOException {
        var file = directory.resolve("history.csv.gz");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write(TEXT.getBytes(StandardCharsets.UTF_8));
        }

        var done = imported(file.toString(), "--suite", "history");

        assertThat(done.exitCode()).as(done.text()).isZero();
        assertThat(done.said()).contains("suite history, revision 1");
        var run = new Api(server.getURI()).get("/api/v1/workspaces/" + workspace + "/runs/1");
        assertThat(run.json().path("source").path("file").asText()).isEqualTo("history.csv.gz");
        assertThat(run.json().path("suite").asText()).isEqualTo("history");
    }

    @Test
    void without_a_name_the_input_is_the_file() {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(imported("-").said()).startsWith("2 executions imported");
        } finally {
            System.setIn(before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    card,case_id,model,passed\\nc,a,m,1\\nc,b,m,maybe     | line 3, column passed: must be 1 or 0
                    card,case_id,model,passed\\nc,,m,1                    | line 2, column case_id: is empty
                    card,case_id,model,passed\\nc,a,m                     | line 2
                    card,case_id,model,passed,score\\nc,a,m,1,much        | line 2, column score: must be a number
                    card,case_id,model,passed,colour\\nc,a,m,1,red        | line 1: the column 'colour' is not known
                    card,case_id,model\\nc,a,m                            | line 1: there is no column 'passed'
                    card,case_id,model,passed\\n                          | line 2: the file has a first row and no executions
                    """)
    void a_broken_row_is_named_with_file_and_line_and_nothing_is_taken(
            String text, String complaint) throws IOException {
        var file = written(text.replace("\\n", "\n"));

        var done = imported(file.toString());

        assertThat(done.exitCode()).isEqualTo(1);
        assertThat(done.said()).isEmpty();
        assertThat(done.complained()).startsWith(file + ": " + complaint);
        var runs = new Api(server.getURI()).get("/api/v1/workspaces/" + workspace + "/runs");
        assertThat(runs.json().path("items")).isEmpty();
    }

    @Test
    void a_file_that_is_not_there_is_told_so() {
        for (var name :
                new String[] {directory.resolve("none.csv").toString(), directory.toString()}) {
            var done = imported(name);

            assertThat(done.exitCode()).isEqualTo(1);
            assertThat(done.complained()).startsWith(name + " is no file that can be read.");
        }
    }

    @Test
    void an_option_it_has_not_is_refused_with_where_to_look() throws IOException {
        var done = imported(written(TEXT).toString(), "--suit", "x");

        assertThat(done.exitCode()).isEqualTo(1);
        assertThat(done.complained())
                .contains("--suit")
                .contains("Try `promptcards import executions --help`.");
    }

    @Test
    void what_the_server_refuses_is_said_in_its_words() throws IOException {
        workspace = "nowhere";

        var done = imported(written(TEXT).toString());

        assertThat(done.exitCode()).isEqualTo(1);
        assertThat(done.complained()).startsWith("There is no workspace `nowhere`");
    }

    private Path written(String text) throws IOException {
        return Files.writeString(directory.resolve("history.csv"), text);
    }

    private Command imported(String... arguments) {
        return Command.run(
                Stream.of(
                                Stream.of("import", "executions"),
                                Stream.of(arguments),
                                Stream.of(
                                        "--data",
                                        directory.resolve("data").toString(),
                                        "--workspace",
                                        workspace))
                        .flatMap(it -> it)
                        .toArray(String[]::new));
    }
}
