package dev.promptcards.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.Api;
import dev.promptcards.TestServers;
import dev.promptcards.identity.DrivenNode;
import dev.promptcards.identity.SomePeople;
import dev.promptcards.identity.credential.Credential;
import dev.promptcards.tenancy.UserId;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.simple.SimpleHttpRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// The tokens of a program, on two nodes: renewed, stolen, lost and taken back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalTest {

    private static final String ME = "/api/v1/me/tokens";

    private DrivenNode node;
    private DrivenNode other;
    private UserId person;
    private JsonNode tokens;

    @BeforeAll
    void start() {
        node = DrivenNode.start();
        other = DrivenNode.start();
    }

    @AfterAll
    void stop() {
        node.close();
        other.close();
    }

    @BeforeEach
    void signIn() {
        advance(Duration.ofMinutes(1));
        person = SomePeople.person();
        tokens = node.signIn(person);
    }

    @Test
    void a_refresh_token_gets_the_next_pair() {
        var next = renew(tokens).json();

        assertThat(me(node, next)).isEqualTo(200);
        assertThat(me(other, next)).isEqualTo(200);
        assertThat(me(node, tokens)).as("a command that still holds the one before").isEqualTo(200);
        assertThat(renew(next).status()).isEqualTo(200);
        assertThat(programs()).isEqualTo(1);
    }

    @Test
    void an_access_token_lasts_a_quarter_of_an_hour_to_the_second_though_it_is_remembered() {
        advance(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(me(node, tokens)).isEqualTo(200);

        advance(Duration.ofSeconds(1));

        assertThat(me(node, tokens)).isEqualTo(401);
        assertThat(me(node, renew(tokens).json())).isEqualTo(200);
    }

    @Test
    void what_is_remembered_of_an_access_token_recognises_it_without_waiting() {
        var source = node.bean(AccessTokenSource.class);
        var request =
                new SimpleHttpRequest<>(HttpMethod.GET, ME, null)
                        .header("Authorization", "Bearer " + access(tokens));
        advance(Duration.ofMinutes(1));
        assertThat(source.remembered(request)).isEmpty();
        assertThat(me(node, tokens)).isEqualTo(200);

        assertThat(source.remembered(request)).isPresent().isEqualTo(source.callerOf(request));

        assertThat(renew(renew(tokens).json()).status()).isEqualTo(200);
        assertThat(source.remembered(request)).as("what was renewed").isEmpty();
    }

    @Test
    void a_refresh_token_lasts_thirty_days() {
        advance(Duration.ofDays(30));

        assertRefused(renew(tokens));
        assertThat(programs()).isZero();
    }

    @Test
    void a_refresh_token_that_is_shown_again_ends_all_tokens_of_its_family() {
        var next = renew(tokens).json();
        var elsewhere = node.signIn(person);
        assertThat(me(node, next)).isEqualTo(200);
        assertThat(me(other, next)).isEqualTo(200);

        assertRefused(renew(tokens));

        assertThat(me(node, next)).isEqualTo(401);
        assertThat(me(node, tokens)).isEqualTo(401);
        other.advance(Duration.ofSeconds(5));
        assertThat(me(other, next)).isEqualTo(401);
        assertRefused(renew(next));
        assertThat(me(node, elsewhere)).as("another family").isEqualTo(200);
    }

    @Test
    void of_two_who_use_one_token_at_once_both_are_out_in_the_end() {
        var answers =
                Stream.of(node, other)
                        .map(it -> CompletableFuture.supplyAsync(() -> renew(it, tokens, null)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(answers).extracting(Api.Answer::status).containsExactlyInAnyOrder(200, 400);
        advance(Duration.ofSeconds(5));
        var won = answers.stream().filter(it -> it.status() == 200).findFirst().orElseThrow();
        assertThat(me(node, won.json())).isEqualTo(401);
        assertThat(me(other, won.json())).isEqualTo(401);
    }

    @Test
    void a_lost_answer_is_given_again_to_who_knows_the_key_of_the_request() {
        var lost = renew(node, tokens, "once").json();

        var again = renew(other, tokens, "once");

        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(me(node, again.json())).isEqualTo(200);
        other.advance(Duration.ofSeconds(5));
        assertThat(me(other, lost)).as("what was given first").isEqualTo(401);
        assertThat(renew(again.json()).status()).isEqualTo(200);
    }

    @Test
    void who_shows_what_was_lost_gives_themselves_away() {
        var lost = renew(node, tokens, "once").json();
        var again = renew(node, tokens, "once").json();

        assertRefused(renew(lost));

        assertThat(me(node, again)).isEqualTo(401);
    }

    @Test
    void a_key_is_good_for_one_repetition() {
        renew(node, tokens, "once");
        var again = renew(node, tokens, "once").json();

        assertRefused(renew(node, tokens, "once"));
        assertThat(me(node, again)).isEqualTo(401);
    }

    @Test
    void another_key_no_key_or_a_late_one_repeats_nothing() {
        for (var key : new @Nullable String[] {"guessed", null}) {
            var mine = node.signIn(person);
            renew(node, mine, "once");
            assertRefused(renew(node, mine, key));
        }
        renew(node, tokens, "once");
        advance(Duration.ofMinutes(1));
        assertRefused(renew(node, tokens, "once"));
    }

    @Test
    void what_was_used_on_cannot_be_repeated() {
        var next = renew(node, tokens, "once").json();
        var after = renew(next).json();

        assertRefused(renew(node, tokens, "once"));

        assertThat(me(node, after)).isEqualTo(401);
    }

    @Test
    void a_program_is_signed_out_at_once_here_and_after_five_seconds_elsewhere() {
        assertThat(me(node, tokens)).isEqualTo(200);
        assertThat(me(other, tokens)).isEqualTo(200);
        var id = node.get(person, ME).json().path("items").path(0).path("id").asText();

        assertThat(node.send(person, "DELETE", ME + "/" + id, null).status()).isEqualTo(204);

        assertThat(me(node, tokens)).isEqualTo(401);
        other.advance(Duration.ofSeconds(5));
        assertThat(me(other, tokens)).isEqualTo(401);
        assertRefused(renew(tokens));
        assertThat(node.send(person, "DELETE", ME + "/" + id, null).status()).isEqualTo(404);
    }

    @Test
    void a_program_signs_itself_out() {
        var body = "{\"refreshToken\": \"%s\"}".formatted(tokens.path("refreshToken").asText());

        assertThat(node.with(null).send("POST", "/api/v1/auth/revoke", body).status())
                .isEqualTo(204);

        assertThat(me(node, tokens)).isEqualTo(401);
        assertThat(node.with(null).send("POST", "/api/v1/auth/revoke", body).status())
                .isEqualTo(204);
    }

    @Test
    void somebody_elses_program_is_not_there() {
        var id = node.get(person, ME).json().path("items").path(0).path("id").asText();
        var stranger = SomePeople.person();

        assertThat(node.get(stranger, ME).json().path("items")).isEmpty();
        assertThat(node.send(stranger, "DELETE", ME + "/" + id, null).status()).isEqualTo(404);
        assertThat(me(node, tokens)).isEqualTo(200);
    }

    @Test
    void who_is_disabled_is_out_within_five_seconds() {
        assertThat(me(node, tokens)).isEqualTo(200);
        SomePeople.disable(person);

        advance(Duration.ofSeconds(5));

        assertThat(me(node, tokens)).isEqualTo(401);
        assertRefused(renew(tokens));
    }

    @Test
    void all_programs_of_somebody_end_together() {
        var second = node.signIn(person);
        assertThat(me(node, second)).isEqualTo(200);

        var families = node.bean(TokenFamilies.class);
        TestServers.database()
                .transactions()
                .asUser(person, handle -> families.revokeAll(handle, person))
                .run();

        assertThat(me(node, tokens)).isEqualTo(401);
        assertThat(me(node, second)).isEqualTo(401);
    }

    @Test
    void a_guessed_or_broken_token_is_refused() {
        var mine = Credential.of(Credential.Kind.ACCESS_TOKEN, access(tokens)).orElseThrow();
        var guessed = Credential.mint(Credential.Kind.ACCESS_TOKEN, mine.id()).word();
        var unknown = Credential.mint(Credential.Kind.ACCESS_TOKEN, UUID.randomUUID()).word();
        var refresh = tokens.path("refreshToken").asText();

        for (var word :
                new String[] {
                    guessed, unknown, "pca_", mine.word() + "x", refresh, "x" + refresh
                }) {
            assertThat(node.with(word).get(ME).status()).isEqualTo(401);
        }
        assertThat(me(node, tokens)).isEqualTo(200);
    }

    @Test
    void nothing_stored_holds_a_token() {
        var renewed = renew(node, tokens, "my-retry-key").json();
        var stored =
                TestServers.database()
                        .transactions()
                        .asUser(
                                person,
                                handle ->
                                        handle.createQuery(
                                                        "SELECT f::text FROM token_families f UNION"
                                                                + " ALL SELECT t::text FROM"
                                                                + " family_tokens t")
                                                .mapTo(String.class)
                                                .list())
                        .toString();

        assertThat(stored).contains(person.toString()).doesNotContain("my-retry-key");
        for (var pair : new JsonNode[] {tokens, renewed}) {
            for (var name : new String[] {"accessToken", "refreshToken"}) {
                assertThat(stored).doesNotContain(pair.path(name).asText().split("_")[2]);
            }
        }
    }

    private void advance(Duration time) {
        node.advance(time);
        other.advance(time);
    }

    private int programs() {
        return node.get(person, ME).json().path("items").size();
    }

    private static int me(DrivenNode at, JsonNode tokens) {
        return at.with(access(tokens)).get(ME).status();
    }

    private static String access(JsonNode tokens) {
        return tokens.path("accessToken").asText();
    }

    private Api.Answer renew(JsonNode tokens) {
        return renew(node, tokens, null);
    }

    private static Api.Answer renew(DrivenNode at, JsonNode tokens, @Nullable String key) {
        var body =
                "{\"grantType\": \"refresh_token\", \"refreshToken\": \"%s\"}"
                        .formatted(tokens.path("refreshToken").asText());
        return key == null
                ? at.with(null).send("POST", "/api/v1/auth/token", body)
                : at.with(null)
                        .send(
                                "POST",
                                "/api/v1/auth/token",
                                body,
                                "Content-Type",
                                "application/json",
                                "Idempotency-Key",
                                key);
    }

    private static void assertRefused(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_grant");
    }
}
