package dev.promptcards.promptfoo.file;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.Parser;

import java.util.Optional;

/// Composes the nodes of a document, which the library does by calling itself, and stops before a
/// document nested too deep fills the stack.
final class ShallowComposer extends Composer {

    private int depth;

    ShallowComposer(LoadSettings settings, Parser parser) {
        super(settings, parser);
    }

    @Override
    protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
        descend();
        SequenceNode node = super.composeSequenceNode(anchor);
        depth--;
        return node;
    }

    @Override
    protected Node composeMappingNode(Optional<Anchor> anchor) {
        descend();
        Node node = super.composeMappingNode(anchor);
        depth--;
        return node;
    }

    private void descend() {
        if (++depth > YamlFile.MAX_DEPTH) {
            throw new YamlEngineException(
                    "the nesting depth is over %d".formatted(YamlFile.MAX_DEPTH));
        }
    }
}
