/// Reports over test executions: one `.sql` file a report, which psql runs as it stands, and a
/// record for its row. Read-only. A report takes a connection that is already bound to a workspace,
/// and knows nothing of the application.
@NullMarked
package dev.promptcards.analytics;

import org.jspecify.annotations.NullMarked;
