package dev.promptcards.card;

import com.fasterxml.jackson.databind.JsonNode;

/// What describes a card, held to its limits.
public record CardFields(String title, String description, JsonNode tags, JsonNode metadata) {

    /// The fields of a new card; without a title it is called by its slug.
    public static CardFields of(CardDraft draft, String slug) {
        var blank = new CardFields(slug, "", CardJson.emptyArray(), CardJson.emptyObject());
        return blank.with(draft.description(null));
    }

    static CardFields of(PromptCard card) {
        return new CardFields(card.title(), card.description(), card.tags(), card.metadata());
    }

    CardFields with(CardPatch patch) {
        return new CardFields(
                patch.title() == null ? title : Descriptions.title(patch.title()),
                patch.description() == null
                        ? description
                        : Descriptions.description(patch.description()),
                patch.tags() == null ? tags : Descriptions.tags(patch.tags()),
                patch.metadata() == null ? metadata : Descriptions.metadata(patch.metadata()));
    }
}
