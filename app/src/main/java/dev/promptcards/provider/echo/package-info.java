/// The provider that answers what it is asked, for suites that test a prompt's text or the
/// assertions themselves. Calls nobody and bills nobody.
@NullMarked
package dev.promptcards.provider.echo;

import org.jspecify.annotations.NullMarked;
