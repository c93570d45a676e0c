package dev.promptcards.assertion;

import static dev.promptcards.assertion.KindRow.Outcome.ERROR;
import static dev.promptcards.assertion.KindRow.Outcome.HOLDS;
import static dev.promptcards.assertion.KindRow.Outcome.HOLDS_NOT;
import static dev.promptcards.assertion.KindRow.bare;
import static dev.promptcards.assertion.KindRow.value;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// XML and HTML, whole and embedded, and what is written to bring their readers down.
class MarkupKindsTest {

    private static final Workbench BENCH = new Workbench();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    static Stream<KindRow> rows() {
        return Stream.of(wholeXml(), embeddedXml(), html(), signs(), hostile())
                .flatMap(List::stream);
    }

    private static List<KindRow> wholeXml() {
        String list = "<l><i><p>1</p></i><i><q/></i></l>";
        return List.of(
                bare("is-xml", "<?xml version=\"1.0\"?><a b='1'>x &amp; y</a>", HOLDS),
                bare("is-xml", "\uFEFF<a/>", HOLDS),
                bare("is-xml", "<x:a/>", HOLDS),
                bare("is-xml", "<!DOCTYPE a SYSTEM \"x.dtd\"><a/>", HOLDS),
                bare("is-xml", " <?xml version=\"1.0\"?><a/>", HOLDS_NOT),
                bare("is-xml", "<a/><b/>", HOLDS_NOT),
                bare("is-xml", "<a>&nbsp;</a>", HOLDS_NOT),
                bare("is-xml", "<a b='1' b='2'/>", HOLDS_NOT),
                bare("is-xml", "{\"a\": 1}", HOLDS_NOT),
                value("is-xml", "''", "<a/>", HOLDS),
                value("is-xml", "{}", "<a/>", HOLDS),
                value("is-xml", "'l.i'", list, HOLDS),
                value("is-xml", "'l.i.p'", list, HOLDS_NOT),
                value("is-xml", "['l.i.0.p', 'l.i.1.q']", list, HOLDS),
                value("is-xml", "['l.i.2']", list, HOLDS_NOT),
                value("is-xml", "['a.@_b']", "<a b='1'/>", HOLDS),
                value("is-xml", "{'requiredElements': 'a'}", "<a/>", ERROR),
                value("is-xml", "7", "<a/>", ERROR));
    }

    private static List<KindRow> embeddedXml() {
        return List.of(
                bare("contains-xml", "so: <a>1 & 2</a>!", HOLDS),
                bare("contains-xml", "a < b and c > d", HOLDS_NOT),
                bare("contains-xml", "<a><b></a>", HOLDS_NOT),
                bare("contains-xml", "<!-- <a/> -->", HOLDS_NOT),
                bare("contains-xml", "<![CDATA[<a/>]]>", HOLDS_NOT),
                bare("contains-xml", "<a b=\">\"/>", HOLDS),
                value("contains-xml", "['b']", "<p> <a/> then <b/>", HOLDS),
                value("contains-xml", "['b']", "<a><b/></a>", HOLDS_NOT),
                value("contains-xml", "['a', 'b']", "<a/> and <b/>", HOLDS),
                value("contains-xml", "['a.b']", "<a/> and <a><b/></a>", HOLDS),
                value("contains-xml", "{'elements': []}", "<a/>", ERROR));
    }

    private static List<KindRow> html() {
        return List.of(
                bare("is-html", "<my-tag>x</my-tag>", HOLDS),
                bare("is-html", "<p>not closed", HOLDS),
                bare("is-html", "<body>text</body>", HOLDS),
                bare("is-html", "<p>a</p> b", HOLDS_NOT),
                bare("is-html", "a <p>b</p>", HOLDS_NOT),
                bare("is-html", "<notatag>x</notatag>", HOLDS_NOT),
                bare("is-html", "<headphones></headphones>", HOLDS_NOT),
                bare("is-html", "<?xml version=\"1.0\"?><p/>", HOLDS_NOT),
                bare("is-html", "<!-- only a note -->", HOLDS_NOT),
                bare("is-html", "", HOLDS_NOT));
    }

    private static List<KindRow> signs() {
        return List.of(
                bare("contains-html", "see <x-y>this</x-y>", HOLDS),
                bare("contains-html", "see <x-y>", HOLDS_NOT),
                bare("contains-html", "see <x-y a=\"b\">", HOLDS),
                bare("contains-html", "5 &lt; 6", HOLDS_NOT),
                bare("contains-html", "5 &lt; 6 <!-- really -->", HOLDS),
                bare("contains-html", "<!doctype  HTML>", HOLDS),
                bare("contains-html", "<x-y/>", HOLDS_NOT),
                bare("contains-html", "<x-y /> ", HOLDS),
                bare("contains-html", "List<String> names = new ArrayList<>();", HOLDS_NOT),
                bare("contains-html", "", HOLDS_NOT));
    }

    private static List<KindRow> hostile() {
        String laughs = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><l>&b;</l>";
        String outside = "<!DOCTYPE l [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><l>&a;</l>";
        String deep = "<a>".repeat(1_000_000) + "</a>".repeat(1_000_000);
        String many = "<a>" + "<b/>".repeat(2_000_000) + "</a>";
        return List.of(
                bare("is-xml", laughs, HOLDS_NOT),
                bare("is-xml", outside, HOLDS_NOT),
                bare("is-xml", "<!DOCTYPE l [<!ENTITY a \"b\">]><l>1</l>", HOLDS_NOT),
                bare("is-xml", deep, HOLDS),
                bare("contains-xml", deep, HOLDS),
                bare("is-html", "<div>".repeat(500_000), HOLDS),
                bare("is-xml", many, HOLDS),
                value("is-xml", "['a.b.0']", many, ERROR),
                value("contains-xml", "['a.b.0']", many, ERROR),
                value("is-xml", "['a.c']", many, HOLDS_NOT),
                bare("contains-xml", "<a \"' ".repeat(1_500_000), HOLDS_NOT),
                bare("contains-xml", "<a ".repeat(3_000_000), HOLDS_NOT),
                bare("contains-html", "<x ".repeat(3_000_000) + ">", HOLDS_NOT),
                bare("contains-html", " a='".repeat(2_500_000), HOLDS_NOT),
                bare("contains-html", "</x".repeat(2_500_000) + " ".repeat(2_000_000), HOLDS_NOT),
                bare("is-html", "<p>" + "a".repeat(10_000_000), ERROR));
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Timeout(20)
    void a_kind_and_its_negation_give_the_verdict_of_the_table(KindRow row) {
        row.check(BENCH);
    }
}
