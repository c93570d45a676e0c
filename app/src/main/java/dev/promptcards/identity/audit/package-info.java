/// The audit log over HTTP, for those who may read it.
/// It stands here, above the log, because who may read is not for the log to know.
@NullMarked
package dev.promptcards.identity.audit;

import org.jspecify.annotations.NullMarked;
