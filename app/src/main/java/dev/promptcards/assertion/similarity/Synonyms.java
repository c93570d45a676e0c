package dev.promptcards.assertion.similarity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The words WordNet 3.1 puts into one synset with a word: noun, verb, adjective and adverb alike.
/// The format of its files: <https://wordnet.princeton.edu/documentation/wndb5wn>. Reading them
/// takes about a second and the words some 10 MB, so both wait for the first word that is asked
/// for.
final class Synonyms {

    private static final String FILES = "/net/sf/extjwnl/data/wordnet/wn31/data.";

    /// What a word shares synsets with; a word of no synset but its own is not in it.
    private static final class Dictionary {

        static final Map<String, List<String[]>> SYNSETS = read();
    }

    private Synonyms() {}

    /// `word`, in lower case, and its synonyms as WordNet writes them: so an adjective that only
    /// stands in one place, as `galore(ip)`, is nobody's. Phrases and names are left out.
    static Set<String> of(String word) {
        Set<String> synonyms = new HashSet<>(Set.of(word));
        for (String[] synset : Dictionary.SYNSETS.getOrDefault(word, List.of())) {
            synonyms.addAll(Arrays.asList(synset));
        }
        return synonyms;
    }

    private static Map<String, List<String[]>> read() {
        Map<String, List<String[]>> synsets = new HashMap<>();
        Map<String, String> once = new HashMap<>();
        for (String part : List.of("noun", "verb", "adj", "adv")) {
            InputStream file = Synonyms.class.getResourceAsStream(FILES + part);
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    Objects.requireNonNull(file, "WordNet's data." + part),
                                    StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    add(synsets, once, line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        synsets.replaceAll((word, its) -> List.copyOf(its));
        return synsets;
    }

    /// A line holds offset, file number, kind, the number of words in hexadecimal, and those words,
    /// each followed by a number. The lines of the licence begin with a space.
    private static void add(
            Map<String, List<String[]>> synsets, Map<String, String> once, String line) {
        String[] fields = line.split(" ", 5);
        int count = line.startsWith(" ") ? 0 : Integer.parseInt(fields[3], 16);
        if (count < 2) {
            return;
        }
        String[] rest = fields[4].split(" ", 2 * count + 1);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(once.computeIfAbsent(rest[2 * i], w -> w));
        }
        String[] plain = words.stream().filter(Synonyms::isPlain).toArray(String[]::new);
        for (String word : words) {
            String key = once.computeIfAbsent(lemma(word), w -> w);
            if (plain.length > 1 || (plain.length == 1 && !plain[0].equals(key))) {
                synsets.computeIfAbsent(key, w -> new ArrayList<>(2)).add(plain);
            }
        }
    }

    /// No phrase; and no name, for what it would be compared with is in lower case.
    private static boolean isPlain(String word) {
        return word.indexOf('_') < 0 && word.equals(word.toLowerCase(Locale.ROOT));
    }

    /// As one looks a word up: in lower case, without the place of an adjective.
    private static String lemma(String word) {
        int mark = word.indexOf('(');
        return (mark < 0 ? word : word.substring(0, mark)).toLowerCase(Locale.ROOT);
    }
}
