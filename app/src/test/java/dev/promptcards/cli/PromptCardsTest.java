package dev.promptcards.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

class PromptCardsTest {

    static Stream<String> commands() {
        return below(new CommandLine(new PromptCards()));
    }

    private static Stream<String> below(CommandLine command) {
        return command.getSubcommands().values().stream()
                .distinct()
                .flatMap(
                        it ->
                                Stream.concat(
                                        Stream.of(it.getCommandSpec().qualifiedName()), below(it)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_explains_itself(String command) {
        Said help = run((command + " --help").replaceFirst("promptcards ", "").split(" "));

        assertThat(help.code()).as(help.text()).isZero();
        assertThat(help.text()).startsWith("Usage: " + command);
    }

    @Test
    void a_value_with_a_quotation_mark_needs_no_remark() {
        var said = run("cards", "--metadata", "a.b\"c=1", "--server", "http://[::1]:1");

        assertThat(said.text()).doesNotContain("picocli");
    }

    @ParameterizedTest
    @CsvSource({
        "frobnicate, frobnicate",
        "serve --port eighty, --port",
        "serve --role boss, --role",
        "status --verbose, --verbose",
    })
    void misuse_is_one_clear_line_and_code_1(String commandLine, String named) {
        Said said = run(commandLine.split(" "));

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text().lines()).hasSize(2).first().asString().contains(named);
        assertThat(said.text()).contains("--help").doesNotContain("Exception");
    }

    @Test
    void a_directory_without_a_server_is_said_to_have_none(@TempDir Path directory) {
        Said status = run("status", "--data", directory.toString());
        Said stop = run("stop", "--data", directory.toString());

        assertThat(status.code()).isEqualTo(3);
        assertThat(status.text()).contains("No server runs on").contains("promptcards serve");
        assertThat(stop.code()).isZero();
        assertThat(stop.text()).contains("No server runs on");
    }

    @Test
    void a_directory_that_cannot_be_is_a_clear_failure() {
        Said said = run("status", "--data", "/dev/null/data");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text()).contains("/dev/null/data").contains("--data");
        assertThat(said.text().lines()).hasSize(1);
    }

    private static Said run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        var said = new ByteArrayOutputStream();
        try (var stream = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(stream);
            System.setErr(stream);
            int code = PromptCards.run(arguments);
            return new Said(code, said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private record Said(int code, String text) {}
}
