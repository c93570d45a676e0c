package dev.promptcards.assertion.reading;

import static java.util.Map.entry;

import dev.promptcards.assertion.kind.Assertion;
import dev.promptcards.assertion.kind.MarkupAssertion.ContainsHtml;
import dev.promptcards.assertion.kind.MarkupAssertion.ContainsXml;
import dev.promptcards.assertion.kind.MarkupAssertion.IsHtml;
import dev.promptcards.assertion.kind.MarkupAssertion.IsXml;
import dev.promptcards.assertion.kind.MeasureAssertion.Cost;
import dev.promptcards.assertion.kind.MeasureAssertion.FinishReason;
import dev.promptcards.assertion.kind.MeasureAssertion.Guardrails;
import dev.promptcards.assertion.kind.MeasureAssertion.Latency;
import dev.promptcards.assertion.kind.MeasureAssertion.Perplexity;
import dev.promptcards.assertion.kind.MeasureAssertion.PerplexityScore;
import dev.promptcards.assertion.kind.ScriptAssertion.JavaScript;
import dev.promptcards.assertion.kind.ScriptAssertion.Module;
import dev.promptcards.assertion.kind.ScriptAssertion.Regex;
import dev.promptcards.assertion.kind.SimilarityAssertion.Bleu;
import dev.promptcards.assertion.kind.SimilarityAssertion.Gleu;
import dev.promptcards.assertion.kind.SimilarityAssertion.Meteor;
import dev.promptcards.assertion.kind.SimilarityAssertion.RougeN;
import dev.promptcards.assertion.kind.SqlAssertion.ContainsSql;
import dev.promptcards.assertion.kind.SqlAssertion.IsSql;
import dev.promptcards.assertion.kind.StructureAssertion.ContainsJson;
import dev.promptcards.assertion.kind.StructureAssertion.IsJson;
import dev.promptcards.assertion.kind.TextAssertion.Contains;
import dev.promptcards.assertion.kind.TextAssertion.ContainsAll;
import dev.promptcards.assertion.kind.TextAssertion.ContainsAny;
import dev.promptcards.assertion.kind.TextAssertion.Equals;
import dev.promptcards.assertion.kind.TextAssertion.Levenshtein;
import dev.promptcards.assertion.kind.TextAssertion.Refusal;
import dev.promptcards.assertion.kind.TextAssertion.StartsWith;
import dev.promptcards.assertion.kind.TextAssertion.WordCount;
import dev.promptcards.assertion.kind.ToolAssertion.ValidCall;
import dev.promptcards.assertion.kind.ToolAssertion.ValidFunctionCall;
import dev.promptcards.assertion.kind.ToolAssertion.ValidToolsCall;
import dev.promptcards.assertion.script.WrittenScript;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/// The names of the kinds, and how each is read from what its author wrote. Any of them may be
/// prefixed with `not-`.
public final class Kinds {

    static final String NOT = "not-";

    private static final Map<String, Function<Written, Assertion>> READERS =
            Map.ofEntries(
                    entry("equals", w -> new Equals(w.value())),
                    entry("contains", w -> new Contains(w.textOrNumber(), false)),
                    entry("icontains", w -> new Contains(w.textOrNumber(), true)),
                    entry("contains-any", w -> new ContainsAny(w.texts(), false)),
                    entry("icontains-any", w -> new ContainsAny(w.texts(), true)),
                    entry("contains-all", w -> new ContainsAll(w.texts(), false)),
                    entry("icontains-all", w -> new ContainsAll(w.texts(), true)),
                    entry("starts-with", w -> new StartsWith(w.filledText())),
                    entry("word-count", Kinds::wordCount),
                    entry("levenshtein", w -> new Levenshtein(w.text(), w.threshold().orElse(5))),
                    entry("is-json", w -> new IsJson(w.optionalValue())),
                    entry("contains-json", w -> new ContainsJson(w.optionalValue())),
                    entry("is-refusal", w -> new Refusal()),
                    entry("rouge-n", w -> new RougeN(w.text(), w.threshold().orElse(0.75))),
                    entry("bleu", w -> new Bleu(w.references(), w.threshold().orElse(0.5))),
                    entry("gleu", w -> new Gleu(w.references(), w.threshold().orElse(0.5))),
                    entry("meteor", Kinds::meteor),
                    entry("is-xml", w -> new IsXml(Markup.requiredPaths(w))),
                    entry("contains-xml", w -> new ContainsXml(Markup.requiredPaths(w))),
                    entry("is-html", w -> new IsHtml()),
                    entry("contains-html", w -> new ContainsHtml()),
                    entry("is-sql", w -> new IsSql(Sql.rules(w))),
                    entry("contains-sql", w -> new ContainsSql(Sql.rules(w))),
                    entry("is-valid-function-call", w -> new ValidCall()),
                    entry("is-valid-openai-function-call", w -> new ValidFunctionCall()),
                    entry("is-valid-openai-tools-call", w -> new ValidToolsCall()),
                    entry("tool-call-f1", Tools::f1),
                    entry("skill-used", Tools::skills),
                    entry("latency", w -> new Latency(w.thresholdOrTaken())),
                    entry("cost", w -> new Cost(w.thresholdOrTaken())),
                    entry("perplexity", w -> new Perplexity(w.thresholdOrNone())),
                    entry("perplexity-score", w -> new PerplexityScore(w.thresholdOrNone())),
                    entry("finish-reason", w -> new FinishReason(w.text())),
                    entry("guardrails", w -> new Guardrails()),
                    entry("regex", w -> new Regex(w.filledText())),
                    entry("javascript", Kinds::javaScript));

    private static final Set<String> RUNS_SCRIPTS = Set.of("javascript");

    private Kinds() {}

    /// Whether a kind of this name, `not-` or not, can be read.
    public static boolean known(String type) {
        return reader(positive(type)) != null;
    }

    /// The script that gives the value of this assertion; none where its kind runs the script
    /// itself.
    public static Optional<WrittenScript.Module> script(Written written) {
        return RUNS_SCRIPTS.contains(positive(written.type()))
                ? Optional.empty()
                : WrittenScript.module(written.value());
    }

    /// The assertion, or an [Assertion.Unusable] that says what is wrong with it. Never throws.
    public static Assertion read(Written written) {
        String type = written.type();
        Written positive = written.withType(positive(type));
        Function<Written, Assertion> reader = reader(positive.type());
        if (reader == null) {
            return new Assertion.Unusable(Unknown.reason(type, positive.type(), names()));
        }
        try {
            Assertion assertion = reader.apply(positive);
            return type.startsWith(NOT) ? new Assertion.Not(assertion) : assertion;
        } catch (Unreadable e) {
            return new Assertion.Unusable(e.reason());
        }
    }

    private static @Nullable Function<Written, Assertion> reader(String kind) {
        Function<Written, Assertion> reader = READERS.get(kind);
        return reader == null ? JudgedReaders.READERS.get(kind) : reader;
    }

    private static String positive(String type) {
        return type.startsWith(NOT) ? type.substring(NOT.length()) : type;
    }

    private static Set<String> names() {
        Set<String> names = new HashSet<>(READERS.keySet());
        names.addAll(JudgedReaders.READERS.keySet());
        return names;
    }

    /// Without code nothing is returned, and that fails when it is judged.
    private static Assertion javaScript(Written written) {
        return WrittenScript.module(written.value())
                .<Assertion>map(
                        script ->
                                new Module(
                                        script.source(),
                                        script.function(),
                                        written.threshold(),
                                        written.config()))
                .orElseGet(
                        () ->
                                new JavaScript(
                                        written.value().isTextual() ? written.text() : "",
                                        written.threshold(),
                                        written.config()));
    }

    private static Assertion meteor(Written written) {
        return new Meteor(
                written.references(),
                written.threshold().orElse(0.5),
                written.ownNumber("alpha", 0.9),
                written.ownNumber("beta", 3),
                written.ownNumber("gamma", 0.5));
    }

    private static Assertion wordCount(Written written) {
        if (!written.value().isObject()) {
            OptionalDouble exactly = Written.number(written.value());
            if (exactly.isEmpty()) {
                throw written.bad("type must have a number or an object with min/max properties");
            }
            return new WordCount(exactly, exactly);
        }
        OptionalDouble least = written.optionalNumber("min");
        OptionalDouble most = written.optionalNumber("max");
        if (least.isEmpty() && most.isEmpty()) {
            throw written.bad("object must have \"min\" and/or \"max\" properties");
        }
        if (least.orElse(Double.NEGATIVE_INFINITY) > most.orElse(Double.POSITIVE_INFINITY)) {
            throw written.bad("type must have a min that is not above its max");
        }
        return new WordCount(least, most);
    }
}
