package dev.promptcards.card.serving;

import dev.promptcards.TestDatabase;
import dev.promptcards.identity.Caller;
import dev.promptcards.identity.TestPeople;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What is read and written in a race: cards whose label points at their first version, and people
/// who may read them.
record Raced(WorkspaceId workspace, List<Card> cards, List<Person> people) {

    private static final int CARDS = 6;
    private static final int PEOPLE = 4;

    record Card(String slug, History history) {}

    record Person(UserId user, Caller caller, History history) {}

    /// @param versions each card has
    static Raced make(TestDatabase database, int versions) {
        var workspace = database.workspace();
        return new Raced(
                workspace,
                IntStream.range(0, CARDS)
                        .mapToObj(n -> card(database, workspace, "card-" + n, versions))
                        .toList(),
                Stream.generate(() -> person(database, workspace)).limit(PEOPLE).toList());
    }

    private static Card card(
            TestDatabase database, WorkspaceId workspace, String slug, int versions) {
        NumberedCard.make(database, workspace, slug, versions);
        return new Card(slug, new History());
    }

    private static Person person(TestDatabase database, WorkspaceId workspace) {
        var user = TestPeople.member(database, workspace, "viewer");
        return new Person(user, new Caller.Person(user, new UUID(0, 0)), new History());
    }
}
