package dev.promptcards.promptfoo.prompt;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.TextFile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Prompts in a CSV: the column `prompt`, and `label` if there is one. A file of one column needs
/// no heading.
final class PromptTable {

    private PromptTable() {}

    static List<PromptFiles.Text> read(Path file, String delimiter, Optional<String> label)
            throws Refusal {
        List<List<String>> rows = rows(file, delimiter);
        if (rows.isEmpty()) {
            return List.of();
        }
        List<String> heading =
                rows.getFirst().stream()
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .toList();
        int prompts = heading.indexOf("prompt");
        if (prompts < 0 && heading.size() > 1) {
            throw new Place(file, 1)
                    .refused("no column 'prompt'; name the column that holds the prompts so");
        }
        int labels = heading.indexOf("label");
        List<PromptFiles.Text> texts = new ArrayList<>();
        for (List<String> row : rows.subList(prompts < 0 ? 0 : 1, rows.size())) {
            String raw = cell(row, Math.max(prompts, 0));
            String own = labels < 0 ? "" : cell(row, labels);
            if (!raw.isBlank()) {
                String number = "Prompt %d - %s".formatted(texts.size() + 1, raw);
                texts.add(new PromptFiles.Text(own.isEmpty() ? label.orElse(number) : own, raw));
            }
        }
        return texts;
    }

    private static String cell(List<String> row, int column) {
        return column < row.size() ? row.get(column) : "";
    }

    private static List<List<String>> rows(Path file, String delimiter) throws Refusal {
        try {
            return CsvReader.builder()
                    .fieldSeparator(delimiter)
                    .allowUnclosedQuote(false)
                    .ofCsvRecord(TextFile.read(file))
                    .stream()
                    .map(CsvRecord::getFields)
                    .toList();
        } catch (CsvParseException e) {
            throw new Place(file, 0).refused("broken CSV: " + e.getMessage());
        }
    }
}
