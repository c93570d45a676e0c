package dev.promptcards.assertion.text;

import dev.promptcards.assertion.json.JavaScriptText;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.TextAssertion.WordCount;

/// Words: what stands between white space, as `\s` of JavaScript knows it.
final class Words {

    private Words() {}

    static Finding judge(WordCount assertion, String output) {
        int count = count(output);
        double least = assertion.least().orElse(0);
        double most = assertion.most().orElse(Double.POSITIVE_INFINITY);
        boolean holds = count >= least && count <= most;
        String min = JavaScriptText.number(least);
        String max = JavaScriptText.number(most);
        if (least == most) {
            return Finding.of(
                    holds,
                    "Word count " + count + " does not equal expected " + min,
                    "Expected word count to not equal " + min + ", but got " + count);
        }
        if (assertion.most().isEmpty()) {
            return Finding.of(
                    holds,
                    "Word count " + count + " is less than minimum " + min,
                    "Expected word count to be less than " + min + ", but got " + count);
        }
        if (assertion.least().isEmpty()) {
            return Finding.of(
                    holds,
                    "Word count " + count + " is greater than maximum " + max,
                    "Expected word count to be greater than " + max + ", but got " + count);
        }
        String between = "between " + min + " and " + max;
        return Finding.of(
                holds,
                "Word count " + count + " is not " + between,
                "Expected word count to not be " + between + ", but got " + count);
    }

    private static int count(String text) {
        int words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean space = JavaScriptText.isSpace(text.charAt(i));
            if (!space && !inside) {
                words++;
            }
            inside = !space;
        }
        return words;
    }
}
