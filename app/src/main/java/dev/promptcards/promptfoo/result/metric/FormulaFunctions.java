package dev.promptcards.promptfoo.result.metric;

import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.AbstractFunction;
import com.ezylang.evalex.functions.FunctionIfc;
import com.ezylang.evalex.functions.FunctionParameter;
import com.ezylang.evalex.parser.Token;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/// Functions mathjs has and the library has not, or has with another meaning (angles in degrees).
final class FormulaFunctions {

    private FormulaFunctions() {}

    @SuppressWarnings({"unchecked", "rawtypes"})
    static Map.Entry<String, FunctionIfc>[] entries() {
        return new Map.Entry[] {
            one("sin", Math::sin),
            one("cos", Math::cos),
            one("tan", Math::tan),
            one("exp", Math::exp),
            one("cbrt", Math::cbrt),
            one("log2", x -> Math.log(x) / Math.log(2)),
            one("ceil", Math::ceil),
            one("fix", x -> x < 0 ? Math.ceil(x) : Math.floor(x)),
            one("sign", Math::signum),
            one("square", x -> x * x),
            one("cube", x -> x * x * x),
            many("pow", x -> Math.pow(x[0], x[1])),
            many("mod", x -> x[0] - x[1] * Math.floor(x[0] / x[1])),
            many("mean", x -> Arrays.stream(x).average().orElse(Double.NaN)),
            many("median", FormulaFunctions::median),
            many("hypot", x -> Math.sqrt(Arrays.stream(x).map(y -> y * y).sum())),
            many("log", x -> x.length > 1 ? Math.log(x[0]) / Math.log(x[1]) : Math.log(x[0])),
            many("round", x -> rounded(x[0], x.length > 1 ? (int) x[1] : 0)),
        };
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// Halves away from zero, as mathjs rounds.
    private static double rounded(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue();
    }

    private static Map.Entry<String, FunctionIfc> one(String name, DoubleUnaryOperator function) {
        return Map.entry(name, new One(function));
    }

    private static Map.Entry<String, FunctionIfc> many(
            String name, ToDoubleFunction<double[]> function) {
        return Map.entry(name, new Many(function));
    }

    @FunctionParameter(name = "value")
    private static final class One extends AbstractFunction {

        private final DoubleUnaryOperator function;

        One(DoubleUnaryOperator function) {
            this.function = function;
        }

        @Override
        public EvaluationValue evaluate(
                Expression expression, Token token, EvaluationValue... arguments) {
            double argument = arguments[0].getNumberValue().doubleValue();
            return expression.convertDoubleValue(function.applyAsDouble(argument));
        }
    }

    @FunctionParameter(name = "values", isVarArg = true)
    private static final class Many extends AbstractFunction {

        private final ToDoubleFunction<double[]> function;

        Many(ToDoubleFunction<double[]> function) {
            this.function = function;
        }

        @Override
        public EvaluationValue evaluate(
                Expression expression, Token token, EvaluationValue... arguments) {
            double[] values =
                    Arrays.stream(arguments)
                            .mapToDouble(argument -> argument.getNumberValue().doubleValue())
                            .toArray();
            return expression.convertDoubleValue(function.applyAsDouble(values));
        }
    }
}
