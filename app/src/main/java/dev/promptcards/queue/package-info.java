/// The durable queue: one row for each item of a run that is not settled yet, and the statements
/// that move it. Every statement works on one workspace, compares leases with the database's clock,
/// and names the fence, so a worker whose lease ended writes nothing. It never calls a provider and
/// knows nothing of verdicts.
@NullMarked
package dev.promptcards.queue;

import org.jspecify.annotations.NullMarked;
