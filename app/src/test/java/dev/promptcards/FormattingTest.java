package dev.promptcards;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Every source file stands as google-java-format writes it (AOSP style). This is a test and no
/// plugin because the formatter must run on the JDK of the sources, and Maven may run on an older
/// one.
class FormattingTest {

    private static final String MEND =
            "mvn -q test -Dquick -Dformat=write -Dtest=FormattingTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false";

    private static final boolean WRITE = "write".equals(System.getProperty("format"));

    @Test
    void every_source_is_formatted() {
        List<Path> wrong = sources().parallel().filter(FormattingTest::isUnformatted).toList();

        assertThat(wrong).as("not formatted; this mends it: " + MEND).isEmpty();
    }

    private static boolean isUnformatted(Path file) {
        String source = read(file);
        String formatted = formatted(file, source);
        if (source.equals(formatted)) {
            return false;
        }
        if (WRITE) {
            write(file, formatted);
        }
        return !WRITE;
    }

    private static String formatted(Path file, String source) {
        var options = JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build();
        try {
            return new Formatter(options)
                    .formatSourceAndFixImports(DocumentationLines.mended(source));
        } catch (FormatterException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    private static Stream<Path> sources() {
        Path root = Path.of("").toAbsolutePath().getParent();
        try (Stream<Path> modules = Files.list(root)) {
            return modules
                    .map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList()
                    .stream()
                    .flatMap(FormattingTest::javaFiles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String source) {
        try {
            Files.writeString(file, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
