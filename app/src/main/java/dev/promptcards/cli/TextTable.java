package dev.promptcards.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows in columns, for people. What others named is shown without characters that steer a
/// terminal.
final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... head) {
        rows.add(List.of(head));
    }

    void add(String... cells) {
        rows.add(Arrays.stream(cells).map(it -> it.replaceAll("\\p{Cntrl}", "?")).toList());
    }

    /// The head and the rows, each column as wide as its widest cell, each line with its end.
    String text() {
        var widths =
                IntStream.range(0, rows.getFirst().size())
                        .map(i -> rows.stream().mapToInt(row -> width(row.get(i))).max().orElse(0))
                        .toArray();
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i)).repeat(' ', widths[i] - width(row.get(i))).append(GAP);
        }
        return line.toString().stripTrailing() + System.lineSeparator();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
