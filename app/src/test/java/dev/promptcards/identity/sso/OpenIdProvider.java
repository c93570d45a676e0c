package dev.promptcards.identity.sso;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// An OpenID provider on the loopback: discovery, authorization, tokens and keys, as strict as a
/// real one about what it is sent, and wrong in what it answers where a test says so.
final class OpenIdProvider implements AutoCloseable {

    static final String CLIENT = "prompt-cards";
    static final String SECRET = "client-secret-of-the-test";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final RSAKey key = rsa("first");
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final List<String> issued = new CopyOnWriteArrayList<>();
    private volatile Answers answers = new Answers();

    OpenIdProvider() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/.well-known/openid-configuration", it -> answers.discovery(this, it));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", it -> answers.token(this, it));
        server.createContext("/keys", it -> answers.keys(this, it));
        server.start();
    }

    /// What it answers; a test overrides what is to be wrong.
    static class Answers {
        void discovery(OpenIdProvider provider, HttpExchange exchange) throws IOException {
            json(exchange, 200, provider.configuration());
        }

        /// The query of the redirect back, beside the state.
        String authorized(OpenIdProvider provider, Map<String, String> query) {
            var code = UUID.randomUUID().toString();
            provider.codes.put(code, query);
            provider.issued.add(code);
            return "code=" + code;
        }

        void token(OpenIdProvider provider, HttpExchange exchange) throws IOException {
            provider.exchange(exchange);
        }

        void keys(OpenIdProvider provider, HttpExchange exchange) throws IOException {
            json(exchange, 200, new JWKSet(provider.key.toPublicJWK()).toJSONObject());
        }

        /// Who has signed in at the provider.
        void claims(JWTClaimsSet.Builder claims) {}

        String sign(OpenIdProvider provider, JWTClaimsSet claims) {
            return signed(provider.key, claims);
        }
    }

    void answer(Answers next) {
        this.answers = next;
    }

    /// Its codes and tokens: what nobody may log.
    List<String> secrets() {
        return issued;
    }

    RSAKey key() {
        return key;
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Map<String, Object> configuration() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("issuer", issuer());
        all.put("authorization_endpoint", issuer() + "/authorize");
        all.put("token_endpoint", issuer() + "/token");
        all.put("jwks_uri", issuer() + "/keys");
        all.put("response_types_supported", List.of("code"));
        all.put("subject_types_supported", List.of("public"));
        all.put("id_token_signing_alg_values_supported", List.of("RS256"));
        all.put("device_authorization_endpoint", issuer() + "/device");
        all.put("mtls_endpoint_aliases", Map.of());
        return all;
    }

    static String signed(RSAKey key, JWTClaimsSet claims) {
        try {
            var jwt =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                            claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static void json(HttpExchange exchange, int status, Object body) throws IOException {
        text(exchange, status, JSON.writeValueAsString(body));
    }

    static void text(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void authorize(HttpExchange exchange) throws IOException {
        var query = form(exchange.getRequestURI().getRawQuery());
        require(query, "client_id", CLIENT);
        require(query, "response_type", "code");
        require(query, "code_challenge_method", "S256");
        if (!Arrays.asList(query.getOrDefault("scope", "").split(" "))
                .containsAll(List.of("openid", "email"))) {
            throw new IllegalArgumentException("scope " + query.get("scope"));
        }
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        "%s?%s&state=%s"
                                .formatted(
                                        query.get("redirect_uri"),
                                        answers.authorized(this, query),
                                        URLEncoder.encode(query.get("state"), UTF_8)));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    /// A code is good once, for the client that knows its secret and what it began with.
    private void exchange(HttpExchange exchange) throws IOException {
        var form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        var begun = codes.remove(form.getOrDefault("code", ""));
        var basic = Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(UTF_8));
        if (begun == null
                || !("Basic " + basic)
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || !"authorization_code".equals(form.get("grant_type"))
                || !Objects.equals(begun.get("redirect_uri"), form.get("redirect_uri"))
                || !Objects.equals(
                        begun.get("code_challenge"),
                        challenge(form.getOrDefault("code_verifier", "")))) {
            json(exchange, 400, Map.of("error", "invalid_grant", "correlation_id", "1"));
            return;
        }
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer(issuer())
                        .subject("subject-1")
                        .audience(CLIENT)
                        .issueTime(Date.from(Instant.now()))
                        .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                        .claim("nonce", begun.get("nonce"))
                        .claim("email", "ada@example.org")
                        .claim("email_verified", true)
                        .claim("name", "Ada");
        answers.claims(claims);
        var token = answers.sign(this, claims.build());
        issued.add(token);
        json(
                exchange,
                200,
                Map.of(
                        "access_token",
                        "an-access-token",
                        "token_type",
                        "Bearer",
                        "expires_in",
                        300,
                        "ext_expires_in",
                        300,
                        "id_token",
                        token));
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(
                        Collectors.toMap(
                                pair -> URLDecoder.decode(pair[0], UTF_8),
                                pair -> URLDecoder.decode(pair[1], UTF_8)));
    }

    private static void require(Map<String, String> query, String name, String value) {
        if (!value.equals(query.get(name))) {
            throw new IllegalArgumentException(name + " " + query.get(name));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
