/// JSON as JavaScript reads and writes it, for verdicts that agree with the suites people have.
/// Never lenient: what is not JSON to `JSON.parse` is not JSON here.
@NullMarked
package dev.promptcards.assertion.json;

import org.jspecify.annotations.NullMarked;
