--liquibase formatted sql
-- Why: what reports need beyond PostgreSQL: quantiles of mergeable histograms, Wilson's interval, the exact McNemar test.
--changeset promptcards:170-report-functions splitStatements:false stripComments:false
-- Latencies lie in buckets whose bounds grow by g = 1.02: bucket k holds (g^(k-1), g^k] ms, and stands for its geometric
-- middle m = g^(k-1/2). Any value v in it has m/v in [g^(-1/2), g^(1/2)), so |m - v| / v <= sqrt(1.02) - 1 < 0.00996:
-- the relative error is below 1 %. Whole milliseconds never fall on a bound but 1 ms (k = 0). Less than 1 ms is bucket
-- -1, which stands for 0.
CREATE FUNCTION latency_histogram(millis bigint[], sign integer) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
DECLARE
    growth    CONSTANT double precision := ln(1.02::double precision);
    histogram integer[] := '{}';
    latency   bigint;
    bucket    integer;
BEGIN
    FOREACH latency IN ARRAY coalesce(millis, '{}') LOOP
        bucket := CASE WHEN latency < 1 THEN -1 ELSE ceil(ln(latency::double precision) / growth) END;
        histogram[bucket] := coalesce(histogram[bucket], 0) + sign;
    END LOOP;
    RETURN histogram;
END
$$;

-- counts[i] more in buckets[i]: what reports add up of the histograms of many rows.
CREATE FUNCTION histogram_of(buckets integer[], counts integer[]) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
DECLARE
    histogram integer[] := '{}';
    bucket    integer;
BEGIN
    FOR i IN 1 .. coalesce(cardinality(buckets), 0) LOOP
        bucket := buckets[i];
        histogram[bucket] := coalesce(histogram[bucket], 0) + counts[i];
    END LOOP;
    RETURN histogram;
END
$$;

CREATE FUNCTION histogram_add(histogram integer[], more integer[]) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
DECLARE
    bucket  integer := array_lower(more, 1) - 1;
    count   integer;
    emptied boolean := false;
BEGIN
    IF cardinality(histogram) = 0 OR cardinality(more) = 0 THEN
        RETURN histogram || more;
    END IF;
    FOREACH count IN ARRAY more LOOP
        bucket := bucket + 1;
        IF count IS NOT NULL THEN
            histogram[bucket] := nullif(coalesce(histogram[bucket], 0) + count, 0);
            emptied := emptied OR histogram[bucket] IS NULL;
        END IF;
    END LOOP;
    IF emptied THEN
        -- It begins and ends with a bucket that holds something.
        RETURN (SELECT histogram_of(array_agg(b.bucket), array_agg(b.count))
                  FROM (SELECT array_lower(histogram, 1) + h.place::integer - 1 AS bucket, h.count
                          FROM unnest(histogram) WITH ORDINALITY AS h (count, place)) b
                 WHERE b.count IS NOT NULL);
    END IF;
    RETURN histogram;
END
$$;

-- What percentile_cont says of single values, between two neighbours by weight, with each within 1 %: so is what lies
-- between them. One figure a share, in the order of shares, which must rise; null where there is no value.
CREATE FUNCTION histogram_quantiles(histogram integer[], shares double precision[]) RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
DECLARE
    total     bigint := 0;
    seen      bigint := 0;
    -- Ranks count from 0; the wanted value lies between these two.
    lower     bigint;
    upper     bigint;
    bucket    integer := array_lower(histogram, 1) - 1;
    before    integer;
    count     integer;
    at        integer := 1;
    value     double precision;
    below     double precision;
    quantiles double precision[] := array_fill(NULL::double precision, ARRAY[cardinality(shares)]);
BEGIN
    FOREACH count IN ARRAY coalesce(histogram, '{}') LOOP
        total := total + coalesce(count, 0);
    END LOOP;
    IF total = 0 THEN
        RETURN quantiles;
    END IF;
    lower := floor(shares[1] * (total - 1));
    upper := ceil(shares[1] * (total - 1));
    FOREACH count IN ARRAY histogram LOOP
        bucket := bucket + 1;
        CONTINUE WHEN count IS NULL;
        seen := seen + count;
        WHILE seen > upper LOOP
            value := CASE WHEN bucket < 0 THEN 0 ELSE 1.02::double precision ^ (bucket - 0.5::double precision) END;
            below := CASE WHEN lower >= seen - count THEN value
                          WHEN before < 0 THEN 0
                          ELSE 1.02::double precision ^ (before - 0.5::double precision) END;
            quantiles[at] := below + (shares[at] * (total - 1) - lower) * (value - below);
            at := at + 1;
            IF at > cardinality(shares) THEN
                RETURN quantiles;
            END IF;
            lower := floor(shares[at] * (total - 1));
            upper := ceil(shares[at] * (total - 1));
        END LOOP;
        before := bucket;
    END LOOP;
    RETURN quantiles;
END
$$;

-- The 95 % score interval of a share (Wilson, JASA 22 (1927) 209): its lower and upper end; null where nothing was tried.
CREATE FUNCTION wilson_interval(passed bigint, tries bigint) RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
DECLARE
    z      CONSTANT double precision := 1.959963984540054;
    n      CONSTANT double precision := tries;
    share  double precision;
    middle double precision;
    half   double precision;
BEGIN
    IF tries = 0 THEN
        RETURN ARRAY[NULL, NULL];
    END IF;
    share := passed / n;
    middle := (share + z * z / (2 * n)) / (1 + z * z / n);
    half := z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    RETURN ARRAY[greatest(0, middle - half), least(1, middle + half)];
END
$$;

-- ln(n!) - (n + 1/2) ln n + n - ln(2 pi) / 2, what Stirling's formula leaves out.
CREATE FUNCTION stirling_error(n bigint) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
DECLARE
    x double precision := n;
BEGIN
    IF n < 16 THEN
        RETURN ln(factorial(n)::double precision) - (x + 0.5) * ln(x) + x - 0.5 * ln(2 * pi());
    END IF;
    RETURN (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - 1 / (1680 * x * x)) / (x * x)) / (x * x)) / x;
END
$$;

-- The two-sided p-value of the exact McNemar test: twice the lower tail of Binomial(better + worse, 1/2), at most 1, as in
-- analytics.McNemar. The largest term of the tail is Loader's saddle-point expansion (Fast and accurate computation of
-- binomial probabilities, 2000), the others follow from it by their ratio.
CREATE FUNCTION mcnemar_p_value(better bigint, worse bigint) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, public AS $$
DECLARE
    n     CONSTANT bigint := better + worse;
    fewer CONSTANT bigint := least(better, worse);
    term  double precision := 1;
    tail  double precision := 1;
    top   double precision;
BEGIN
    IF better = worse THEN
        RETURN 1;
    END IF;
    IF fewer = 0 THEN
        RETURN CASE WHEN n > 1000 THEN 0 ELSE 2 * 0.5::double precision ^ n END;
    END IF;
    top := stirling_error(n) - stirling_error(fewer) - stirling_error(n - fewer)
           - fewer * ln(2.0::double precision * fewer / n) - (n - fewer) * ln(2.0::double precision * (n - fewer) / n)
           + 0.5 * ln(n / (2 * pi() * fewer * (n - fewer)));
    FOR i IN REVERSE fewer .. 1 LOOP
        term := term * i / (n - i + 1);
        EXIT WHEN term < 1e-18;
        tail := tail + term;
    END LOOP;
    -- Below it there is nothing a double precision number can say.
    RETURN CASE WHEN top < -700 THEN 0 ELSE least(1, 2 * tail * exp(top)) END;
END
$$;

REVOKE ALL ON FUNCTION latency_histogram(bigint[], integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION histogram_of(integer[], integer[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION histogram_add(integer[], integer[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION histogram_quantiles(integer[], double precision[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION wilson_interval(bigint, bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION stirling_error(bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION mcnemar_p_value(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION latency_histogram(bigint[], integer), histogram_of(integer[], integer[]),
    histogram_add(integer[], integer[]), histogram_quantiles(integer[], double precision[]),
    wilson_interval(bigint, bigint), stirling_error(bigint), mcnemar_p_value(bigint, bigint) TO promptcards_app;
--rollback DROP FUNCTION mcnemar_p_value(bigint, bigint);
--rollback DROP FUNCTION stirling_error(bigint);
--rollback DROP FUNCTION wilson_interval(bigint, bigint);
--rollback DROP FUNCTION histogram_quantiles(integer[], double precision[]);
--rollback DROP FUNCTION histogram_add(integer[], integer[]);
--rollback DROP FUNCTION histogram_of(integer[], integer[]);
--rollback DROP FUNCTION latency_histogram(bigint[], integer);
