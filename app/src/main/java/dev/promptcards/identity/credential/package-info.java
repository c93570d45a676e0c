/// The words programs show instead of passwords: how they look, and what is remembered of them.
/// It knows no table, and never keeps, prints or logs a secret.
@NullMarked
package dev.promptcards.identity.credential;

import org.jspecify.annotations.NullMarked;
