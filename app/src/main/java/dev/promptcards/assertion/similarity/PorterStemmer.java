package dev.promptcards.assertion.similarity;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// The stem of an English word: Porter 1980, "An algorithm for suffix stripping", Program 14(3).
/// The numbers of the steps and the conditions are the paper's: m is the measure of a stem, *v*
/// that it holds a vowel, *d that it ends in a double consonant, *o that it ends in consonant,
/// vowel, consonant. Step 2 has the two rules Porter gave it later, `bli` and `logi`:
/// <https://tartarus.org/martin/PorterStemmer/>.
final class PorterStemmer {

    private record Rule(String suffix, String replacement) {}

    /// Nothing longer is a word; and a run of the letter y takes time that grows with its square.
    private static final int LONGEST_WORD = 100;

    private static final List<Rule> STEP_2 =
            rules(
                    "ational ate tional tion enci ence anci ance izer ize bli ble alli al entli ent"
                            + " eli e ousli ous ization ize ation ate ator ate alism al iveness ive"
                            + " fulness ful ousness ous aliti al iviti ive biliti ble logi log");

    private static final List<Rule> STEP_3 =
            rules("icate ic ative - alize al iciti ic ical ic ful - ness -");

    private static final List<Rule> STEP_4 =
            rules(
                    "al - ance - ence - er - ic - able - ible - ant - ement - ment - ent - ion -"
                            + " ou - ism - ate - iti - ous - ive - ize -");

    private PorterStemmer() {}

    /// The stem of a word in lower case. Words of one or two letters are their own.
    static String stem(String word) {
        if (word.length() < 3 || word.length() > LONGEST_WORD) {
            return word;
        }
        String stem = step1c(step1b(step1a(word)));
        stem = replaced(stem, STEP_2, s -> measure(s) > 0);
        stem = replaced(stem, STEP_3, s -> measure(s) > 0);
        return step5(step4(stem));
    }

    private static String step1a(String word) {
        if (word.endsWith("sses") || word.endsWith("ies")) {
            return cut(word, 2);
        }
        return word.endsWith("s") && !word.endsWith("ss") ? cut(word, 1) : word;
    }

    private static String step1b(String word) {
        if (word.endsWith("eed")) {
            return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
        }
        int suffix = word.endsWith("ed") ? 2 : word.endsWith("ing") ? 3 : 0;
        if (suffix == 0 || !hasVowel(cut(word, suffix))) {
            return word;
        }
        String stem = cut(word, suffix);
        if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
            return stem + "e";
        }
        if (endsInDouble(stem) && "lsz".indexOf(last(stem)) < 0) {
            return cut(stem, 1);
        }
        return measure(stem) == 1 && endsInCvc(stem) ? stem + "e" : stem;
    }

    private static String step1c(String word) {
        return word.endsWith("y") && hasVowel(cut(word, 1)) ? cut(word, 1) + "i" : word;
    }

    private static String step4(String word) {
        return replaced(
                word,
                STEP_4,
                stem -> {
                    boolean afterSt = !word.equals(stem + "ion") || "st".indexOf(last(stem)) >= 0;
                    return measure(stem) > 1 && afterSt;
                });
    }

    private static String step5(String word) {
        String stem = word;
        if (stem.endsWith("e")) {
            String shorter = cut(stem, 1);
            int m = measure(shorter);
            stem = m > 1 || (m == 1 && !endsInCvc(shorter)) ? shorter : stem;
        }
        return stem.endsWith("ll") && measure(stem) > 1 ? cut(stem, 1) : stem;
    }

    /// Of the suffixes that fit the longest counts, and no other is tried where it may not go.
    private static String replaced(String word, List<Rule> rules, Predicate<String> mayGo) {
        Rule longest = new Rule("", "");
        for (Rule rule : rules) {
            if (rule.suffix().length() > longest.suffix().length()
                    && word.endsWith(rule.suffix())) {
                longest = rule;
            }
        }
        String stem = cut(word, longest.suffix().length());
        return !longest.suffix().isEmpty() && !stem.isEmpty() && mayGo.test(stem)
                ? stem + longest.replacement()
                : word;
    }

    /// How often vowels are followed by consonants.
    private static int measure(String stem) {
        int measure = 0;
        for (int i = 1; i < stem.length(); i++) {
            measure += !isConsonant(stem, i - 1) && isConsonant(stem, i) ? 1 : 0;
        }
        return measure;
    }

    private static boolean isConsonant(String word, int at) {
        boolean consonant = true;
        // A y is a consonant unless one stands before it: in a run of them they take turns.
        int start = at;
        while (start > 0 && word.charAt(start) == 'y') {
            start--;
        }
        for (int i = start; i <= at; i++) {
            char c = word.charAt(i);
            consonant = c == 'y' ? i == 0 || !consonant : "aeiou".indexOf(c) < 0;
        }
        return consonant;
    }

    private static boolean hasVowel(String stem) {
        for (int i = 0; i < stem.length(); i++) {
            if (!isConsonant(stem, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsInDouble(String stem) {
        int end = stem.length() - 1;
        return end > 0 && stem.charAt(end) == stem.charAt(end - 1) && isConsonant(stem, end);
    }

    private static boolean endsInCvc(String stem) {
        int end = stem.length() - 1;
        return end >= 2
                && isConsonant(stem, end)
                && !isConsonant(stem, end - 1)
                && isConsonant(stem, end - 2)
                && "wxy".indexOf(last(stem)) < 0;
    }

    private static char last(String stem) {
        return stem.isEmpty() ? ' ' : stem.charAt(stem.length() - 1);
    }

    private static String cut(String word, int characters) {
        return word.substring(0, word.length() - characters);
    }

    /// Pairs of a suffix and what takes its place; `-` is nothing.
    private static List<Rule> rules(String pairs) {
        String[] parts = pairs.split(" ", -1);
        return IntStream.range(0, parts.length / 2)
                .mapToObj(i -> new Rule(parts[2 * i], parts[2 * i + 1].replace("-", "")))
                .toList();
    }
}
