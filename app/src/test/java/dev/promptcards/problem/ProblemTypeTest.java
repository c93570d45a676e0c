package dev.promptcards.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

class ProblemTypeTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `/problems/([a-z-]+)` \\| (\\d+)");

    @Test
    void the_documentation_lists_every_type_with_its_status() throws IOException {
        var documentation = Files.readString(Path.of("../docs/problems.md"));

        assertThat(
                        ROW.matcher(documentation)
                                .results()
                                .map(row -> row.group(1) + " " + row.group(2)))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ProblemType.values())
                                .map(type -> type.slug() + " " + type.status().getCode())
                                .toList());
    }
}
