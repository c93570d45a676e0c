package dev.promptcards.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SealedVariablesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{'apiKey': 'K'} | {'apiKey': '#'}",
                "{'apiKey': '{{env.K}}', 'apiKeyEnvar': 'K', 'max_tokens': '5'} | -",
                "{'url': 'https://h/x', 'prompt_cache_key': 'a'} | -",
                "{'url': 'https://me:K@h/x?sig=K&q={{prompt}}&api-version=1#f'} |"
                        + " {'url': 'https://#@h/x?sig=#&q={{prompt}}&api-version=1#f'}",
                "{'url': 'https://h/?K'} | {'url': 'https://h/?#'}",
                "{'url': 'https://{{env.U}}:{{env.P}}@h/'} | -",
                "{'headers': {'X-Auth': 'K', 'Accept': 'text/plain', 'X-Env': 'Bearer {{env.T}}'}}"
                        + " | {'headers': {'X-Auth': '#', 'Accept': 'text/plain', 'X-Env': 'Bearer"
                        + " {{env.T}}'}}",
                "{'headers': {'X': 'K {{env.T}}', 'Y': '{{ \"K\" }}', 'Z': ['K']}} |"
                        + " {'headers': {'X': '#', 'Y': '#', 'Z': ['#']}}",
                "{'auth': {'type': 'api_key', 'keyName': 'X', 'value': 42}} |"
                        + " {'auth': {'type': 'api_key', 'keyName': 'X', 'value': '#'}}",
                "{'auth': {'type': 'bearer', 'token': 'K'}, 'queryParams': {'id': 'K'}} |"
                        + " {'auth': {'type': 'bearer', 'token': '#'}, 'queryParams': {'id': '#'}}",
                "{'request': 'GET /{{prompt}} HTTP/1.1'} | {'request': '#'}",
                "{'body': {'link': 'https://h/?b=c', 'headers': {'a': 'b'}, 'clientSecret': 'K'}} |"
                        + " {'body': {'link': 'https://h/?b=c', 'headers': {'a': 'b'},"
                        + " 'clientSecret': '#'}}",
                "{'tools': [{'token': {'type': 'string'}}]} | -",
                "{'recordings': [{'token': 'K'}]} | -",
                "{'deep': [{'credentials': {'private_key': 'K', 'email': 'a'}}]} |"
                        + " {'deep': [{'credentials': {'private_key': '#', 'email': 'a'}}]}",
            })
    void what_may_be_a_key_is_named_and_the_rest_stays(String written, String expected)
            throws JsonProcessingException {
        var variables = new SealedVariables();
        var sealed = variables.config("http", read(written));

        var names = "\\{\\{env\\." + SealedVariables.PREFIX + "\\w+}}";
        assertThat(JSON.readTree(sealed.toString().replaceAll(names, "#")))
                .isEqualTo(read(expected == null ? written : expected));
        var back = sealed.toString();
        for (var value : variables.values().entrySet()) {
            var quoted = JSON.writeValueAsString(value.getValue());
            back =
                    back.replace(
                            "{{env." + value.getKey() + "}}",
                            quoted.substring(1, quoted.length() - 1));
        }
        assertThat(JSON.readTree(back)).isEqualTo(read(written.replace("42", "'42'")));
    }

    @Test
    void a_name_tells_the_place_and_not_the_key() throws JsonProcessingException {
        var one = sealed("openai:chat:m", "{'apiKey': 'a', 'seed': 1}");

        assertThat(sealed("openai:chat:m", "{'apiKey': 'b', 'seed': 1}")).isEqualTo(one);
        assertThat(sealed("openai:chat:other", "{'apiKey': 'a', 'seed': 1}")).isNotEqualTo(one);
        assertThat(sealed("openai:chat:m", "{'apiKey': 'a', 'apiBaseUrl': 'http://b'}"))
                .isNotEqualTo(one);
    }

    @Test
    void several_keys_in_one_place_have_a_name_each() throws JsonProcessingException {
        var variables = new SealedVariables();
        var a = variables.config("http", read("{'apiKey': 'a'}"));
        var b = variables.config("http", read("{'apiKey': 'b'}"));

        assertThat(b).isNotEqualTo(a);
        assertThat(variables.config("http", read("{'apiKey': 'a'}"))).isEqualTo(a);
        assertThat(variables.values().values()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "https://me:pw@h/v1?api_key=k, https://#@h/v1?api_key=#",
        "webhook:https://h/?key=k, webhook:https://h/?key=#",
        "openai:chat:m, openai:chat:m",
        "https://h/a?q={{prompt}}, https://h/a?q={{prompt}}",
    })
    void an_id_may_be_a_url(String id, String expected) {
        assertThat(new SealedVariables().id(id).replaceAll("\\{\\{env[^}]*}}", "#"))
                .isEqualTo(expected);
    }

    private static ObjectNode sealed(String id, String config) throws JsonProcessingException {
        return new SealedVariables().config(id, read(config)).without("seed");
    }

    private static ObjectNode read(String text) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(text.replace("\"", "\\\"").replace('\'', '"'));
    }
}
