package dev.promptcards.bench;

import dev.promptcards.Api;
import dev.promptcards.RedisRelay;
import dev.promptcards.TestServers;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// How many requests a second a warm server answers for the version under a label, asked for with
/// an API key, against what the same server does for a constant answer of the same length; the same
/// with Redis stopped. In turn, round after round, so that a busy machine is busy for both.
///
/// Beside them the rate of an nginx for a file of 1 KiB: the one on the path, or the one whose file
/// is named.
///
/// Arguments: connections, rounds, seconds a round; then the address of the file nginx serves.
public final class HotCardBench {

    private static final int WARM_UP_ROUNDS = 4;

    private final int rounds;
    private final Duration time;
    private final Map<String, Load> loads = new LinkedHashMap<>();
    private final Map<String, Load.Figures[]> figures = new LinkedHashMap<>();

    private HotCardBench(int rounds, Duration time) {
        this.rounds = rounds;
        this.time = time;
    }

    static void main(String[] arguments) throws Exception {
        var named = Arrays.stream(arguments).skip(3).findFirst().map(URI::create);
        try (var nginx = named.isPresent() ? null : Nginx.start().orElse(null)) {
            run(arguments, nginx == null ? named : Optional.of(nginx.url()));
        }
    }

    private static void run(String[] arguments, Optional<URI> nginx) throws Exception {
        int connections = Integer.parseInt(arguments[0]);
        var bench =
                new HotCardBench(
                        Integer.parseInt(arguments[1]),
                        Duration.ofSeconds(Integer.parseInt(arguments[2])));
        try (var relay = new RedisRelay();
                var database = TestServers.freshDatabase();
                var context =
                        ApplicationContext.run(
                                properties(database.application().reveal(), relay))) {
            var server = context.getBean(EmbeddedServer.class).start().getURI();
            var key = card(server);
            bench.loads.put(
                    "constant", new Load(server.resolve("/bench/constant"), "", connections));
            var hot = server.resolve("/api/v1/workspaces/default/cards/hot?label=production");
            bench.loads.put("hot card", new Load(hot, "Bearer " + key, connections));
            nginx.ifPresent(file -> bench.loads.put("nginx", new Load(file, "", connections)));
            bench.measure("");
            relay.stop();
            bench.measure(", Redis stopped");
        }
    }

    /// Makes a card whose answer has about 1 KiB, and a key that may read it.
    private static String card(URI server) {
        var local = new Api(server);
        local.send("PUT", "/api/v1/workspaces/default", "{\"name\": \"Default\"}");
        var card = "/api/v1/workspaces/default/cards/hot";
        local.send(
                "PUT", card, "{\"template\": \"%s\"}".formatted("Hello {{ name }}. ".repeat(45)));
        local.send("PUT", card + "/labels/production", "{\"version\": 1}");
        return local.send(
                        "POST",
                        "/api/v1/workspaces/default/keys",
                        "{\"name\": \"bench\", \"scopes\": [\"card.read\"]}")
                .json()
                .path("key")
                .asText();
    }

    private void measure(String when) throws IOException {
        for (var name : loads.keySet()) {
            figures.put(name, new Load.Figures[rounds]);
        }
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (var load : loads.entrySet()) {
                var measured = load.getValue().run(time);
                if (round >= 0) {
                    of(load.getKey())[round] = measured;
                }
            }
        }
        figures.forEach((name, of) -> print(name + when, of));
        var ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            ratios[round] = of("hot card")[round].perSecond() / of("constant")[round].perSecond();
        }
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "hot card ÷ constant%s: median %.1f %% (min %.1f, max %.1f)%n",
                when,
                100 * ratios[rounds / 2],
                100 * ratios[0],
                100 * ratios[rounds - 1]);
    }

    private Load.Figures[] of(String name) {
        return Objects.requireNonNull(figures.get(name));
    }

    private void print(String name, Load.Figures[] of) {
        var rates = Arrays.stream(of).mapToDouble(Load.Figures::perSecond).sorted().toArray();
        var p99 = Arrays.stream(of).mapToDouble(Load.Figures::p99Millis).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-26s %,8.0f/s (min %,.0f, max %,.0f), p99 %.2f ms (max %.2f)%n",
                name,
                rates[rounds / 2],
                rates[0],
                rates[rounds - 1],
                p99[rounds / 2],
                p99[rounds - 1]);
    }

    private static Map<String, Object> properties(String database, RedisRelay relay) {
        var properties = new HashMap<String, Object>(TestServers.properties());
        properties.put("database.url", database);
        properties.put("redis.url", relay.url());
        properties.put("micronaut.server.port", "-1");
        properties.put("bench.constant", "true");
        return properties;
    }
}
