package dev.promptcards.promptfoo.result.metric;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.data.DataAccessorIfc;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.ParseException;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// A formula over named numbers, such as `2 * p * r / (p + r)`, as mathjs reads it: `^` is a power,
/// `log` the natural logarithm, angles are radians. Names are case-sensitive, functions are not.
final class Formula {

    private static final ExpressionConfiguration RULES =
            ExpressionConfiguration.builder()
                    .arraysAllowed(false)
                    .structuresAllowed(false)
                    .powerOfPrecedence(OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER)
                    .dataAccessorSupplier(Names::new)
                    .build()
                    .withAdditionalFunctions(FormulaFunctions.entries());

    private Formula() {}

    /// @throws MetricFault if it cannot be read, names something that is not there, or has no
    ///     finite
    ///     value
    static double value(String formula, Map<String, Double> names) throws MetricFault {
        try {
            EvaluationValue value = new Expression(formula, RULES).withValues(names).evaluate();
            if (value.isBooleanValue()) {
                return value.getBooleanValue() ? 1 : 0;
            }
            if (!value.isNumberValue()) {
                throw new MetricFault("'%s' gives no number".formatted(formula));
            }
            return value.getNumberValue().doubleValue();
        } catch (ParseException | EvaluationException | ArithmeticException e) {
            throw new MetricFault("'%s': %s".formatted(formula, e.getMessage()));
        }
    }

    /// The library's own names know no case; a metric `P` is not `p`.
    private static final class Names implements DataAccessorIfc {

        private final Map<String, EvaluationValue> values = new HashMap<>();

        @Override
        public @Nullable EvaluationValue getData(String name) {
            return values.get(name);
        }

        @Override
        public void setData(String name, EvaluationValue value) {
            values.put(name, value);
        }
    }
}
