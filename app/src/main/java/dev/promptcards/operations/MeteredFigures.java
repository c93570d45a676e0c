package dev.promptcards.operations;

import static java.util.stream.Collectors.joining;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

import jakarta.inject.Singleton;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What this process counts, figure by figure.
@Singleton
class MeteredFigures {

    private static final Comparator<Meter> ORDER =
            Comparator.comparing((Meter it) -> it.getId().getName())
                    .thenComparing(MeteredFigures::what);

    private final MeterRegistry registry;

    MeteredFigures(MeterRegistry registry) {
        this.registry = registry;
    }

    /// The figures of all meters whose name begins so. One that is not known is absent.
    List<Map<String, Object>> rows(String prefix) {
        return registry.getMeters().stream()
                .filter(it -> it.getId().getName().startsWith(prefix))
                .sorted(ORDER)
                .flatMap(MeteredFigures::rows)
                .toList();
    }

    private static Stream<Map<String, Object>> rows(Meter meter) {
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .filter(it -> Double.isFinite(it.getValue()))
                .map(it -> row(meter, it));
    }

    private static Map<String, Object> row(Meter meter, Measurement measured) {
        var row = new LinkedHashMap<String, Object>();
        row.put("figure", meter.getId().getName());
        row.put("of", what(meter));
        row.put("statistic", measured.getStatistic().getTagValueRepresentation());
        row.put("value", measured.getValue());
        return row;
    }

    /// `label` of the family, `database` of the pools.
    private static String what(Meter meter) {
        return meter.getId().getTags().stream().map(it -> it.getValue()).collect(joining(", "));
    }
}
