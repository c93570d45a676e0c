package dev.promptcards.cli.eval;

import dev.promptcards.cli.server.CommandFailure;
import dev.promptcards.promptfoo.file.FilesRead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Environment variables from `.env` files. Of what they hold only that is sent which a
/// configuration names, as with the environment of the process.
public final class EnvironmentFiles {

    /// A line as the npm package `dotenv` 16 reads it, whose files these are; what is no such line
    /// it passes over.
    private static final Pattern LINE =
            Pattern.compile(
                    "(?m)^\\s*(?:export\\s+)?([\\w.-]+)(?:\\s*=\\s*?|:\\s+?)(\\s*'(?:\\\\'|[^'])*'|\\s*\"(?:\\\\\"|[^\"])*\"|\\s*`(?:\\\\`|[^`])*`|[^#\\r"
                        + "\\n"
                        + "]+)?\\s*(?:#.*)?$");

    private EnvironmentFiles() {}

    /// The environment of the process and what files add: those that are named win over it; where
    /// none is, the `.env` of this folder, else the one beside the configuration, fills its gaps.
    public static Map<String, String> over(
            Map<String, String> process, List<Path> named, Path config) {
        Map<String, String> all = new TreeMap<>();
        if (named.isEmpty()) {
            Stream.of(Path.of(".env"), config.resolveSibling(".env"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .ifPresent(file -> all.putAll(read(file)));
            all.putAll(process);
        } else {
            all.putAll(process);
            named.forEach(file -> all.putAll(read(file)));
        }
        return all;
    }

    private static Map<String, String> read(Path file) {
        FilesRead.note(file);
        try {
            return parsed(Files.readString(file));
        } catch (IOException e) {
            String reason = Files.exists(file) ? "cannot be read as UTF-8" : "no such file";
            throw new CommandFailure(file + ": " + reason, e);
        }
    }

    static Map<String, String> parsed(String text) {
        Map<String, String> values = new TreeMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            String written = line.group(2) == null ? "" : line.group(2).strip();
            values.put(line.group(1), value(written));
        }
        return values;
    }

    private static String value(String written) {
        char quote = written.length() > 1 ? written.charAt(0) : ' ';
        if ("'\"`".indexOf(quote) < 0 || written.charAt(written.length() - 1) != quote) {
            return written;
        }
        String inside = written.substring(1, written.length() - 1);
        return quote == '"' ? inside.replace("\\n", "\n").replace("\\r", "\r") : inside;
    }
}
