package dev.promptcards.generation;

import java.util.List;
import java.util.UUID;

/// A generated workspace, as much of it as its runs need. Ids are kept and no content, so that
/// memory grows by some 40 bytes a card.
///
/// @param cards ids of its cards
/// @param versions how many each of them has
/// @param suites ids of its suites
/// @param cases how many each of them holds
/// @param models what it uses
/// @param executions how many it is to have
final class Tenant {

    final int number;
    final UUID id;
    final UUID[] cards;
    final int[] versions;
    final UUID[] suites;
    final int[] cases;
    final List<Model> models;
    final double[] cardShares;
    final long executions;

    /// What has been generated, and what is due and has not made a whole run yet.
    long made;

    double due;
    int runs;

    Tenant(int number, UUID id, int cards, int suites, List<Model> models, long executions) {
        this.number = number;
        this.id = id;
        this.cards = new UUID[cards];
        this.versions = new int[cards];
        this.suites = new UUID[suites];
        this.cases = new int[suites];
        this.models = models;
        this.executions = executions;
        this.cardShares = Chance.cumulated(Shares.zipf(cards, 0.8));
    }
}
