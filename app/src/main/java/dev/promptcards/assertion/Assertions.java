package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.assertion.Check.Terms;
import dev.promptcards.assertion.kind.Assertion;
import dev.promptcards.assertion.reading.Kinds;
import dev.promptcards.assertion.reading.Written;
import dev.promptcards.assertion.script.WrittenScript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/// Reads assertions in promptfoo's JSON shape: `type`, `value`, `threshold`, `weight`, `metric`,
/// `transform`, `config`; `assert-set` with `assert`.
public final class Assertions {

    /// A member that may be absent, and what it must be where it is there.
    private record Member(String name, String needed, Predicate<JsonNode> fits) {
        Optional<String> fault(JsonNode written) {
            JsonNode node = written.path(name);
            return node.isMissingNode() || node.isNull() || fits.test(node)
                    ? Optional.empty()
                    : Optional.of("\"" + name + "\" must be " + needed);
        }
    }

    private static final List<Member> MEMBERS =
            List.of(
                    new Member("weight", "a number from 0 upwards", Assertions::isWeight),
                    new Member("threshold", "a number", JsonNode::isNumber),
                    new Member("metric", "a text", JsonNode::isTextual),
                    new Member("transform", "code as a text, or a script", Assertions::isCode),
                    new Member("value", "the content of the file it names", v -> !isFile(v)));

    private Assertions() {}

    /// One check an entry, in order. Never throws: what cannot be read is a check with a
    /// [Check#fault]. Nothing, a missing node or null, is an empty list.
    public static List<Check> parse(JsonNode assertions) {
        if (assertions.isMissingNode() || assertions.isNull()) {
            return List.of();
        }
        if (!assertions.isArray()) {
            return List.of(faulty(assertions, "\"assert\" must be a list of assertions"));
        }
        List<Check> checks = new ArrayList<>(assertions.size());
        assertions.forEach(written -> checks.add(check(written)));
        return List.copyOf(checks);
    }

    private static Check check(JsonNode written) {
        if (!written.path("type").isTextual()) {
            return faulty(written, "An assertion must be an object with a \"type\"");
        }
        Optional<String> fault =
                MEMBERS.stream().flatMap(member -> member.fault(written).stream()).findFirst();
        if (fault.isPresent()) {
            return faulty(written, fault.get());
        }
        return written.path("type").textValue().equals("assert-set")
                ? group(written)
                : single(written);
    }

    private static Check group(JsonNode written) {
        if (!written.path("assert").isArray()) {
            return faulty(written, "\"assert-set\" must have a list of assertions as \"assert\"");
        }
        return new Check.Group(terms(written), parse(written.path("assert")), threshold(written));
    }

    private static Check single(JsonNode written) {
        Terms terms = terms(written);
        Written readable =
                new Written(
                        terms.type(),
                        written.path("value").deepCopy(),
                        threshold(written),
                        Optional.of(written.path("config"))
                                .filter(JsonNode::isContainerNode)
                                .map(JsonNode::deepCopy),
                        terms.written());
        Optional<WrittenScript.Module> script = Kinds.script(readable);
        if (Kinds.known(terms.type()) && script.isPresent()) {
            return new Check.Computed(terms, readable, script.get());
        }
        return Kinds.known(terms.type()) && Templating.isTemplate(readable.value())
                ? new Check.Templated(terms, readable)
                : new Check.Plain(terms, Kinds.read(readable));
    }

    private static Terms terms(JsonNode written) {
        return new Terms(
                written.path("type").asText("?"),
                written.path("weight").asDouble(1),
                Optional.of(written.path("metric").asText("")).filter(name -> !name.isEmpty()),
                Optional.of(written.path("transform"))
                        .filter(code -> code.isObject() || !code.asText("").isBlank())
                        .map(JsonNode::deepCopy),
                written.deepCopy());
    }

    private static OptionalDouble threshold(JsonNode written) {
        JsonNode threshold = written.path("threshold");
        return threshold.isNumber()
                ? OptionalDouble.of(threshold.doubleValue())
                : OptionalDouble.empty();
    }

    private static boolean isWeight(JsonNode node) {
        return node.isNumber() && node.doubleValue() >= 0;
    }

    private static boolean isCode(JsonNode node) {
        return node.isTextual() ? !isFile(node) : WrittenScript.module(node).isPresent();
    }

    private static boolean isFile(JsonNode node) {
        return node.isTextual() && node.textValue().startsWith("file://");
    }

    private static Check faulty(JsonNode written, String reason) {
        return new Check.Plain(terms(written), new Assertion.Unusable(reason));
    }
}
