package dev.promptcards.run.imported;

import dev.promptcards.audit.AuditEntry;
import dev.promptcards.card.transfer.NamedCards;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.List;

/// The cards and versions an import names: those that are there, and those it makes.
@Singleton
final class ImportedCards {

    private final NamedCards cards;

    ImportedCards(NamedCards cards) {
        this.cards = cards;
    }

    /// Makes what is missing.
    ///
    /// @return what to record of it, an entry a card
    /// @throws Problem.Invalid where a row names a version that is not there, or none of several
    List<AuditEntry> make(Handle handle, ImportWish wish, Survey survey) {
        var there = cards.versions(handle, wish.workspace(), survey.cards().keySet());
        var missing = new ArrayList<NamedCards.Named>();
        int made = 0;
        for (var card : survey.cards().entrySet()) {
            var use = card.getValue();
            Integer versions = there.get(card.getKey());
            check(card.getKey(), use, versions == null ? use.versions() : versions);
            if (versions == null) {
                made += use.versions();
                checkMade(survey, use, made);
                missing.add(new NamedCards.Named(card.getKey(), use.name(), use.versions()));
            }
        }
        if (missing.isEmpty()) {
            return List.of();
        }
        wish.need(Permission.CARD_WRITE, "creates cards");
        return cards.create(handle, wish.workspace(), missing);
    }

    /// A row's version must be one that is there, and be named where there are several.
    private static void check(String slug, Survey.CardUse use, int versions) {
        if (use.versions() > versions) {
            throw new Problem.Invalid(
                    "line %d, column version: the card `%s` has only %d; add its versions first, or leave the card's row out"
                            .formatted(use.versioned(), slug, versions));
        }
        if (use.unversioned() != 0 && versions != 1) {
            throw new Problem.Invalid(
                    "line %d, column version: the card `%s` has %d versions, and the row does not say which of them ran"
                            .formatted(use.unversioned(), slug, versions));
        }
    }

    /// Versions nobody recorded are rows too: one high number for each of many cards is a mistake.
    private static void checkMade(Survey survey, Survey.CardUse use, int made) {
        if (made > Math.max(survey.rows(), ImportReader.MOST_VERSIONS)) {
            throw new Problem.Invalid(
                    "line %d, column version: up to here %,d versions would be made, and the file has only %,d rows; number them without gaps, or create the cards first"
                            .formatted(Math.max(use.line(), use.versioned()), made, survey.rows()));
        }
    }
}
