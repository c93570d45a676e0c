/// Metrics derived from a column's sums: formulas as mathjs reads them, and JavaScript functions in
/// the sandbox. A metric that cannot be computed is named; it never fails a case or a run.
@NullMarked
package dev.promptcards.promptfoo.result.metric;

import org.jspecify.annotations.NullMarked;
