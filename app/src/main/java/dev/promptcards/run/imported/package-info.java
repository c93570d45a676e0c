/// Executions that ran elsewhere, taken from a CSV as runs of source `import`. Calls no provider,
/// counts no call against a limit, and never stores half a file or a figure nobody recorded.
@NullMarked
package dev.promptcards.run.imported;

import org.jspecify.annotations.NullMarked;
