package dev.promptcards.cli.eval;

import dev.promptcards.promptfoo.result.screen.Screen;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The terminal this command talks to, if it is one.
public final class Terminal {

    private static final int WIDTH_OF_A_FILE = 120;

    private Terminal() {}

    /// Whether a person is looking.
    public static boolean isInteractive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    public static Screen screen(Map<String, String> environment) {
        boolean plain =
                !environment.getOrDefault("NO_COLOR", "").isEmpty()
                        || !environment.getOrDefault("CI", "").isEmpty();
        return Screen.of(width(environment), isInteractive(), plain);
    }

    private static int width(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        if (columns.matches("[1-9]\\d{1,3}")) {
            return Integer.parseInt(columns);
        }
        return isInteractive() ? asked() : WIDTH_OF_A_FILE;
    }

    /// Java has no word for it; `stty` does wherever there is a terminal of the usual kind.
    private static int asked() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
            String size =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                            .strip();
            return size.matches("\\d+ [1-9]\\d*")
                    ? Integer.parseInt(size.substring(size.indexOf(' ') + 1))
                    : WIDTH_OF_A_FILE;
        } catch (IOException _) {
            return WIDTH_OF_A_FILE;
        }
    }
}
