package dev.promptcards.assertion.similarity;

import dev.promptcards.assertion.json.JavaScriptText;

import java.util.List;
import java.util.regex.Pattern;

/// Tokens of English text by the conventions of the Penn Treebank: punctuation apart from words,
/// and contractions in two (`it's` is `it` and `'s`). Each replacement passes over the text once.
final class Treebank {

    private record Rule(Pattern pattern, String replacement) {
        Rule(String pattern, String replacement) {
            this(Pattern.compile(pattern), replacement);
        }
    }

    private static final List<Rule> PUNCTUATION =
            List.of(
                    new Rule("``|''|\"", " '' "),
                    new Rule("\\.{3}", " ... "),
                    new Rule("[:,](?!\\d)", " $0 "),
                    new Rule("[;@#$%&?!\\]\\[(){}<>]", " $0 "),
                    // The full stop that ends the text, and not that of an abbreviation like e.g.
                    new Rule("(?<=[^.])(?<!\\b[A-Za-z]\\.[A-Za-z])\\.(?=[\\])}>'\\s]*+\\z)", " . "),
                    new Rule("--", " -- "));

    /// These look for a space around a word, which by then is always there.
    private static final List<Rule> CONTRACTIONS =
            List.of(
                    new Rule("(?<=[^'])' ", " ' "),
                    new Rule("'([sSmMdD]) ", " '$1 "),
                    new Rule("('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", " $1 "),
                    new Rule("(?i)\\b(can)(not)\\b", " $1 $2 "),
                    new Rule("(?i)\\b(d)('ye)\\b", " $1 $2 "),
                    new Rule("(?i)\\b(gim|lem)(me)\\b", " $1 $2 "),
                    new Rule("(?i)\\b(gon)(na)\\b", " $1 $2 "),
                    new Rule("(?i)\\b(got)(ta)\\b", " $1 $2 "),
                    new Rule("(?i)\\b(more)('n)\\b", " $1 $2 "),
                    new Rule("(?i)\\b(wan)(na) ", " $1 $2 "),
                    new Rule("(?i) ('t)(is|was)\\b", " $1 $2 "));

    private Treebank() {}

    static List<String> tokens(String text) {
        String spaced = String.join(" ", JavaScriptText.words(text));
        spaced = " " + apply(PUNCTUATION, spaced) + " ";
        return JavaScriptText.words(apply(CONTRACTIONS, spaced));
    }

    private static String apply(List<Rule> rules, String text) {
        String result = text;
        for (Rule rule : rules) {
            result = rule.pattern().matcher(result).replaceAll(rule.replacement());
        }
        return result;
    }
}
