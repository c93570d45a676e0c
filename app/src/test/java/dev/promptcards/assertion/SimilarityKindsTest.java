package dev.promptcards.assertion;

import static dev.promptcards.assertion.KindRow.Outcome.ERROR;
import static dev.promptcards.assertion.KindRow.Outcome.HOLDS;
import static dev.promptcards.assertion.KindRow.Outcome.HOLDS_NOT;
import static dev.promptcards.assertion.KindRow.row;
import static dev.promptcards.assertion.KindRow.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

/// ROUGE, BLEU, GLEU and METEOR: their numbers, their negations, and texts without an end.
class SimilarityKindsTest {

    private static final Workbench BENCH = new Workbench();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    static Stream<KindRow> rows() {
        return Stream.of(
                value("rouge-n", "'a b c'", "A B C", HOLDS),
                value("rouge-n", "'a b c'", "x y", HOLDS_NOT),
                value("rouge-n", "'a b c'", "", HOLDS_NOT),
                value("rouge-n", "''", "", HOLDS_NOT),
                value("rouge-n", "['a']", "a", ERROR),
                value("rouge-n", "7", "7", ERROR),
                value("bleu", "['x', 'the cat sat']", "the cat sat", HOLDS),
                value("bleu", "'the cat sat'", "", HOLDS_NOT),
                value("bleu", "''", "the cat", HOLDS_NOT),
                value("bleu", "[]", "the cat", ERROR),
                value("bleu", "[1]", "1", ERROR),
                value("gleu", "'the cat sat.'", "The cat sat", HOLDS),
                value("gleu", "'the cat sat'", " ", HOLDS_NOT),
                value("gleu", "null", "null", ERROR),
                value("meteor", "'the boats sailed'", "the boat sails", HOLDS),
                value("meteor", "'the boats sailed'", "", ERROR),
                value("meteor", "''", "a", HOLDS_NOT),
                value("gleu", "'the cat sat'", "", ERROR),
                row("meteor", "'value': 'a', 'alpha': 'x'", "a", ERROR),
                value("meteor", "{}", "a", ERROR));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_kind_and_its_negation_give_the_verdict_of_the_table(KindRow row) {
        row.check(BENCH);
    }

    /// The numbers are worked out by hand from the papers' definitions.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rouge-n | it's a boat            | its a boat               | 0.571429",
                "rouge-n | I cannot, I can not    | I can not                | 0.6     ",
                "rouge-n | costs 1,000.50 (net)   | costs 1,000.50           | 0.571429",
                "rouge-n | they'll go \"now\".    | they will go now         | 0.545455",
                "bleu    | a b c d                | a b c d e f              | 0.606531",
                "bleu    | a b c d e f            | a b c d                  | 0.508133",
                "bleu    | a b                    | a c                      | 0.000224",
                "gleu    | a b c                  | a b d                    | 0.5",
                "gleu    | a                      | a b c d                  | 0.1",
                "meteor  | running boats          | run boat                 | 0.9375",
                "meteor  | b a                    | a b                      | 0.5",
                "meteor  | a                      | a b                      | 0.263158",
            })
    void scores_are_those_of_the_papers(
            String kind, String output, String reference, double score) {
        KindRow row = row(kind, "'value': \"" + reference.strip() + "\"", output.strip(), HOLDS);

        assertThat(row.grade(BENCH).score()).isCloseTo(score, within(1e-6));
    }

    /// The numbers are those of promptfoo 0.121.20, whose dictionary is WordNet 3.1 too.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a quick automobile drives      | a fast car drives                | 0.638889",
                "quick automobile               | fast car                         | 0.250000",
                "big ship                       | large ship                       | 0.250000",
                "The movie was good.            | The film was great.              | 0.250000",
                "I bought a car                 | I purchased an auto              | 0.250000",
                "He will start the job          | He will begin the task           | 0.996000",
                "kids run fast                  | children sprint quickly          | 0.000000",
                "the dogs bark                  | the hounds bark                  | 0.981481",
                "a couch in the room            | a sofa in the room               | 0.996000",
                "sofas and couches              | couch and sofa                   | 0.500000",
                "the doctor assists the ill man | the physician helps the sick man | 0.997685",
                "physician doctor doc           | doc physician                    | 0.476190",
                "car car car                    | auto machine                     | 0.238095",
                "auto auto auto motorcar        | car car                          | 0.852273",
                "buy buy purchase               | purchase buy                     | 0.476190",
                "stop! halt, now.               | halt! stop now...                | 0.166667",
                "The U.S. wins                  | America wins                     | 0.238095",
                "nations shut ports             | countries close ports            | 0.625000",
                "shut the door quietly          | close the door softly            | 0.736111",
                "he talks and speaks            | he speaks and talks              | 0.500000",
                "a truck hit a wall             | a lorry struck a wall            | 0.511111",
                "rock and stone                 | stone and rock                   | 0.500000",
                "hard rock                      | difficult stone                  | 0.937500",
                "The attorney won the suit      | the lawyer won the case          | 0.750000",
                "smart kid                      | bright child                     | 0.937500",
                "error mistake fault            | fault error                      | 0.476190",
                "errors and mistakes            | faults and errors                | 0.333333",
                "small town                     | little town                      | 0.250000",
                "wood forest                    | woods                            | 0.454545",
                "paris car                      | city_of_light auto               | 0.250000",
                "cable_car ride                 | car ride                         | 0.937500",
                "ride a car                     | ride a cable_car                 | 0.625000",
                "galore heavy                   | abounding big                    | 0.000000",
                "heavy load                     | big load                         | 0.250000",
                "the work is complete...        | the job is done                  | 0.250000",
                "this bilingual text            | this text                        | 0.476190",
                "maximize gain                  | maximise profit                  | 0.250000",
                "possibly a biology             | possible a biological            | 0.625000",
                "humbly incredibly              | humble incredible                | 0.937500",
            })
    void synonyms_score_as_in_promptfoo(String output, String reference, double score) {
        assertThat(meteor(output, reference)).isCloseTo(score, within(1e-6));
    }

    /// promptfoo's search of the index passes over one word in two hundred: there it is 0.333333.
    @Test
    void synonyms_match_where_promptfoo_misses_the_word() {
        assertThat(meteor("they kid him", "they josh him")).isCloseTo(0.981481, within(1e-6));
    }

    @Test
    void a_word_without_letters_is_no_synonym() {
        assertThat(meteor("a fast car ...", "a quick auto ..")).isCloseTo(0.992188, within(1e-6));
        assertThat(meteor("one ... two", "three ... four")).isCloseTo(0.166667, within(1e-6));
    }

    private static double meteor(String output, String reference) {
        return row("meteor", "'value': \"" + reference + "\"", output, HOLDS).grade(BENCH).score();
    }

    @Test
    void the_opposite_scores_what_is_missing_to_one() {
        KindRow row = value("not-gleu", "'a b d'", "a b c", HOLDS);

        assertThat(row.grade(BENCH).score()).isCloseTo(0.5, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"rouge-n", "bleu", "gleu", "meteor"})
    @Timeout(60)
    void ten_megabytes_of_output_are_scored_in_seconds(String kind) {
        String words = "the boat sails. ".repeat(650_000);
        String letters = "y".repeat(10_000_000);

        for (String output : new String[] {words, letters, "'".repeat(3_000_000)}) {
            KindRow row = value(kind, "'the boats sailed at dawn'", output, HOLDS_NOT);
            assertThat(row.grade(BENCH).passed()).isFalse();
        }
    }
}
