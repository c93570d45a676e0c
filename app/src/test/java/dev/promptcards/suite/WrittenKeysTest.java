package dev.promptcards.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenKeysTest {

    private static final String KEY = "sk-7f3a";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'provider': {'id': 'x', 'config': {'apiKey': 'sk-7f3a'}}} |"
                        + " provider.config.apiKey",
                "{'provider': {'id': 'x', 'config': {'headers': {'X-Api-Key': 'sk-7f3a'}}}} |"
                        + " provider.config.headers.X-Api-Key",
                "{'options': {'provider': {'text': {'id': 'x', 'config': {'headers':"
                        + " {'Authorization': 'Bearer sk-7f3a'}}}}}} |"
                        + " options.provider.text.config.headers.Authorization",
                "{'assert': [{'type': 'equals'}, {'type': 'assert-set', 'assert': [{'provider':"
                        + " {'config': {'awsSecretAccessKey': 'sk-7f3a'}}}]}]} |"
                        + " assert[1].assert[0].provider.config.awsSecretAccessKey",
                "{'provider': {'id': 'https://me:sk-7f3a@h/x'}} | provider.id@",
                "{'assert': [{'provider': 'https://h/x?api_key=sk-7f3a'}]} |"
                        + " assert[0].provider?api_key",
                "{'options': {'provider': {'id': 'http', 'config': {'request': 'GET / sk-7f3a'}}}}"
                        + " | options.provider.config.request",
                "{'options': {'provider': {'id': 'http', 'config': {'auth': {'value':"
                        + " 'sk-7f3a'}}}}} | options.provider.config.auth.value",
                "{'provider': {'id': 'http', 'config': {'body': {'token': 'sk-7f3a'}}}} |"
                        + " provider.config.body.token"
            })
    void a_key_that_is_written_out_is_named_by_its_place_and_never_shown(String line, String place)
            throws JsonProcessingException {
        assertThat(WrittenKeys.fault(read(line)))
                .hasValueSatisfying(
                        fault ->
                                assertThat(fault)
                                        .contains("'" + place + "'", "apiKeyEnvar", "secrets")
                                        .doesNotContain(KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'provider': {'id': 'x', 'config': {'apiKeyEnvar': 'NAME', 'max_tokens': 5}}}",
                "{'provider': {'id': 'x', 'config': {'apiKey': '{{env.NAME}}'}}}",
                "{'provider': {'id': 'x', 'config': {'apiKeyRequired': false, 'apiKey': ''}}}",
                "{'provider': {'id': 'x', 'config': {'body': {'tokens': 'a', 'headers': 'b'}}}}",
                "{'provider': {'id': 'https://h/x?q={{prompt}}&api-version=2', 'config': {}}}",
                "{'options': {'prefix': 'https://h/x?q=a'}}",
                "{'options': {'provider': 'openai:chat:m', 'rubricPrompt': 'the token'}}",
                "{'vars': {'apiKey': 'a'}, 'assert': [{'type': 'equals', 'value': 'token'}]}"
            })
    void what_only_looks_like_a_key_is_none(String line) throws JsonProcessingException {
        assertThat(WrittenKeys.fault(read(line))).isEmpty();
    }

    private static ObjectNode read(String line) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(line.replace('\'', '"'));
    }
}
