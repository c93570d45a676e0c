package dev.promptcards.assertion.kind;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Kinds that look at which functions, tools and skills a model asked for.
public sealed interface ToolAssertion extends Assertion {

    /// The output is one call or several, in the form of any provider, each of a function or tool
    /// the provider was configured with, with arguments that conform to its schema.
    record ValidCall() implements ToolAssertion {}

    /// The output is a call of OpenAI's older form, of one of the configured `functions`.
    record ValidFunctionCall() implements ToolAssertion {}

    /// The output is a list of calls of the configured `tools`.
    record ValidToolsCall() implements ToolAssertion {}

    /// The harmonic mean of precision and recall of the names called is at least `threshold`.
    record ToolCallF1(Set<String> expected, double threshold) implements ToolAssertion {}

    /// Every one of these skills was used; or, where `any`, one of them.
    record SkillsUsed(List<String> names, boolean any) implements ToolAssertion {}

    /// Skills of this name were used so many times. In `pattern`, `*` stands for any text and `?`
    /// for any character.
    record SkillCount(String pattern, int least, OptionalInt most) implements ToolAssertion {}
}
