/// The workspace of a request: its id, and the one class that binds it to a transaction.
/// Nothing else opens a transaction on tenant tables, and nothing sets a session variable.
@NullMarked
package dev.promptcards.tenancy;

import org.jspecify.annotations.NullMarked;
