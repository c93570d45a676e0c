package dev.promptcards.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

class RunStateTest {

    private static final Pattern ROW = Pattern.compile("\\| (\\w+) \\| ([\\w, ]*)\\|");

    @Test
    void the_code_allows_exactly_the_arrows_that_are_drawn() throws IOException {
        var now = Instant.EPOCH;
        var allowed =
                List.of(
                                new RunState.Running(),
                                new RunState.Held(),
                                new RunState.Completed(now),
                                new RunState.Cancelled(now),
                                new RunState.Failed(now, "why"))
                        .stream()
                        .collect(Collectors.toMap(RunState::word, RunState::next));
        assertThat(allowed).isEqualTo(drawn());
    }

    private static Map<String, Set<String>> drawn() throws IOException {
        var drawn = new HashMap<String, Set<String>>();
        for (var line : Files.readAllLines(Path.of("../docs/run-states.md"))) {
            var row = ROW.matcher(line);
            if (row.matches() && !row.group(1).equals("from")) {
                var targets = row.group(2).strip();
                drawn.put(row.group(1), targets.isEmpty() ? Set.of() : Set.of(targets.split(", ")));
            }
        }
        return drawn;
    }
}
