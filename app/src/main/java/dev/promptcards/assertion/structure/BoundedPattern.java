package dev.promptcards.assertion.structure;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;

import java.util.regex.Pattern;

/// A regular expression of an author, as ECMA-262 means it, matched within a number of steps: an
/// author's pattern and a model's text together can backtrack for ever.
public final class BoundedPattern implements RegularExpression {

    /// Characters looked at before a match is given up; some 50 ms.
    private static final int MOST_STEPS = 5_000_000;

    /// Thrown out of a match that took too many steps; who calls turns it into a value.
    public static final class TooManySteps extends RuntimeException {
        private TooManySteps(String pattern) {
            super("The pattern " + pattern + " took too long", null, false, false);
        }
    }

    private final Pattern pattern;

    /// A pattern that matches somewhere in a text.
    public BoundedPattern(String regex) {
        // Java reads $ and \p{Letter} otherwise than ECMA-262 does.
        pattern =
                Pattern.compile(
                        RegularExpressions.replaceLongformCharacterProperties(
                                RegularExpressions.replaceDollarAnchors(regex)));
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(new Counted(value, pattern.pattern())).find();
    }

    private static final class Counted implements CharSequence {
        private final CharSequence text;
        private final String pattern;
        private int steps;

        private Counted(CharSequence text, String pattern) {
            this.text = text;
            this.pattern = pattern;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw new TooManySteps(pattern);
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
