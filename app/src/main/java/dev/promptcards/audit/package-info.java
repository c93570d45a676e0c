/// The audit log: who changed what, when and from where, for everybody who changes something.
/// It knows no card, run or role, and never changes what it has written; personal data stands apart
/// from it and can be erased.
@NullMarked
package dev.promptcards.audit;

import org.jspecify.annotations.NullMarked;
