package dev.promptcards.promptfoo.file;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;

/// Writes YAML that people like to read and every reader takes the same way: few quotes, texts of
/// several lines as blocks, and quotes around all that could be read as something else.
public final class PlainYaml {

    private static final YAMLMapper MAPPER =
            YAMLMapper.builder(YAMLFactory.builder().stringQuotingChecker(new PlainWords()).build())
                    .enable(Feature.MINIMIZE_QUOTES, Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .disable(Feature.WRITE_DOC_START_MARKER, Feature.SPLIT_LINES)
                    .build();

    private PlainYaml() {}

    public static YAMLMapper mapper() {
        return MAPPER;
    }

    /// Only what begins with a letter goes without quotes: `1:30` is a number to some readers.
    private static final class PlainWords extends StringQuotingChecker.Default {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean needToQuoteValue(String value) {
            return value.isEmpty()
                    || !Character.isLetter(value.codePointAt(0))
                    || super.needToQuoteValue(value);
        }
    }
}
