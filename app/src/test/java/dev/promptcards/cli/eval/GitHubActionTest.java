package dev.promptcards.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/// The scripts of `action.yml`, run by bash with a `gh` and a `promptcards` that write down what
/// they are asked.
class GitHubActionTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SCRIPTS = ROOT.resolve(".github/action");

    @TempDir Path folder;

    private record Ended(int code, String output) {}

    @BeforeEach
    void programs() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash");
        program(
                "promptcards",
                """
                printf '%s\\n' "$PWD" "$@" >"$ASKED/promptcards"
                printf 'threshold %s\\n' "${PROMPTFOO_PASS_RATE_THRESHOLD:-none}" >>"$ASKED/promptcards"
                for argument in "$@"; do
                    case $argument in
                        *.md) [ -n "$NO_RESULTS" ] || printf '### 1 of 2 passed\\n' >"$argument" ;;
                    esac
                done
                exit "$RUN_CODE"
                """);
        program(
                "gh",
                """
                printf '%s\\n' "$*" >>"$ASKED/gh"
                all=$*
                case $all in
                    *--paginate*) printf '%s' "$EXISTING" ;;
                    *body=@*) cp "${all##*body=@}" "$ASKED/body" ;;
                esac
                exit "$GH_CODE"
                """);
    }

    @Test
    void a_suite_is_run_with_the_arguments_given_and_told_in_the_summary() throws Exception {
        Ended ended =
                bash(
                        "run.sh",
                        Map.of("PC_ARGS", "--repeat 3 --var 'a b=$HOME'", "RUN_CODE", "100"));

        assertThat(ended.code()).as("the gate comes last").isZero();
        assertThat(asked("promptcards").lines())
                .startsWith(folder.toString(), "eval", "-c", "suite.yaml", "--repeat", "3")
                .contains("--var", "a b=$HOME", "threshold none")
                .anyMatch(line -> line.endsWith("results.junit.xml"));
        assertThat(Files.readString(folder.resolve("output")))
                .contains(
                        "exit-code=100", "folder=" + folder.resolve("promptcards-results/nightly"));
        assertThat(Files.readString(folder.resolve("summary"))).isEqualTo("### 1 of 2 passed\n");
    }

    @ParameterizedTest
    @CsvSource({
        "failures, '', threshold none",
        "failures, 90, threshold 90",
        "regression, '', threshold 0",
        "regression, '', --fail-on-regression"
    })
    void what_is_to_fail_goes_with_the_run(String failOn, String rate, String line)
            throws Exception {
        bash("run.sh", Map.of("PC_FAIL_ON", failOn, "PC_PASS_RATE", rate));

        assertThat(asked("promptcards").lines()).contains(line);
    }

    @ParameterizedTest
    @CsvSource({"PC_FAIL_ON, sometimes", "PC_NAME, ../x", "PC_ARGS, 'it''s'"})
    void an_input_that_cannot_be_meant_is_refused_before_anything_runs(String name, String value)
            throws Exception {
        Ended ended = bash("run.sh", Map.of(name, value));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("::error::");
        assertThat(folder.resolve("asked/promptcards")).doesNotExist();
    }

    @Test
    void the_first_comment_is_written_and_later_ones_replace_it() throws Exception {
        bash("run.sh", Map.of());
        bash("comment.sh", Map.of());
        assertThat(asked("gh")).contains("--method POST repos/us/cards/issues/7/comments");
        assertThat(asked("body")).isEqualTo("<!-- promptcards nightly -->\n### 1 of 2 passed\n");

        bash("comment.sh", Map.of("EXISTING", "31\n42\n"));
        assertThat(asked("gh")).contains("--method PATCH repos/us/cards/issues/comments/31");
    }

    @Test
    void a_suite_that_could_not_run_says_so_in_its_comment() throws Exception {
        bash("run.sh", Map.of("NO_RESULTS", "yes", "RUN_CODE", "1"));
        bash("comment.sh", Map.of("PC_EXIT_CODE", "1"));

        assertThat(asked("body")).contains("could not be run", "us/cards/actions/runs/99");
    }

    @Test
    void a_token_that_may_only_read_is_a_warning() throws Exception {
        bash("run.sh", Map.of());

        Ended ended = bash("comment.sh", Map.of("GH_CODE", "1"));

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).contains("::warning::", "pull-requests: write");
    }

    @ParameterizedTest
    @CsvSource({
        "failures, 0, 0",
        "failures, 100, 100",
        "failures, 1, 1",
        "regression, 100, 100",
        "errors, 100, 0",
        "errors, 1, 1",
        "never, 1, 0",
        "failures, '', 1"
    })
    void the_gate_ends_with_what_it_is_asked_to(String failOn, String code, int ends)
            throws Exception {
        Ended ended = bash("gate.sh", Map.of("PC_FAIL_ON", failOn, "PC_EXIT_CODE", code));

        assertThat(ended.code()).isEqualTo(ends);
    }

    private void program(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("asked"));
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/bash\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String asked(String program) throws IOException {
        return Files.readString(folder.resolve("asked").resolve(program));
    }

    private Ended bash(String script, Map<String, String> environment) throws Exception {
        Map<String, String> all = new TreeMap<>();
        all.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        all.put("ASKED", folder.resolve("asked").toString());
        all.put("HOME", folder.toString());
        all.put("RUN_CODE", "0");
        all.put("GH_CODE", "0");
        all.put("NO_RESULTS", "");
        all.put("EXISTING", "");
        all.put("RUNNER_TEMP", folder.toString());
        all.put("GITHUB_OUTPUT", folder.resolve("output").toString());
        all.put("GITHUB_STEP_SUMMARY", folder.resolve("summary").toString());
        all.put("GITHUB_ACTION_PATH", ROOT.toString());
        all.put("GITHUB_REPOSITORY", "us/cards");
        all.put("GITHUB_SERVER_URL", "https://github.test");
        all.put("GITHUB_RUN_ID", "99");
        all.put("PC_LAUNCHER", folder.resolve("bin/promptcards").toString());
        all.put("PC_CONFIG", "suite.yaml");
        all.put("PC_FOLDER", folder.toString());
        all.put("PC_ARGS", "");
        all.put("PC_FAIL_ON", "failures");
        all.put("PC_PASS_RATE", "");
        all.put("PC_NAME", "nightly");
        all.put("PC_PULL_REQUEST", "7");
        all.put("PC_RESULTS", folder.resolve("promptcards-results/nightly").toString());
        all.put("PC_EXIT_CODE", "0");
        all.putAll(environment);
        ProcessBuilder builder =
                new ProcessBuilder("/bin/bash", SCRIPTS.resolve(script).toString())
                        .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(all);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
