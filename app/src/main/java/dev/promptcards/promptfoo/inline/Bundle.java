package dev.promptcards.promptfoo.inline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Refusal;

import java.util.ArrayDeque;
import java.util.Deque;

/// One CommonJS text out of a module and all it requires, directly or not. Modules are run when
/// they are first required and see each other half made in a circle, as in Node.js. What is in no
/// library is left to the `require` of whoever runs the text.
final class Bundle {

    /// Texts of a bundle together; it goes into every case that names it.
    private static final int MAX_CHARACTERS = 4 << 20;

    private static final JsonMapper JSON = new JsonMapper();

    /// Errors are named with their file: of what stands in one text, nobody else could tell.
    private static final String LOADER =
            """
            const files = %s;
            const loaded = { __proto__: null };
            const outside = require;
            function load(name) {
              if (loaded[name]) return loaded[name].exports;
              const module = (loaded[name] = { exports: {} });
              const { text, siblings } = files[name];
              const near = (request) =>
                Object.hasOwn(siblings, request) ? load(siblings[request]) : outside(request);
              try {
                new Function('module', 'exports', 'require', text)
                  .call(module.exports, module, module.exports, near);
              } catch (thrown) {
                delete loaded[name];
                if (thrown instanceof Error && !thrown.file) {
                  thrown.file = name;
                  thrown.message = name + ': ' + thrown.message;
                }
                throw thrown;
              }
              return module.exports;
            }
            module.exports = load(%s);
            """;

    private Bundle() {}

    /// @throws TooLarge where what is required, and required by that, has no end in sight
    static String of(Library library, String entry) throws Refusal, TooLarge {
        ObjectNode files = JsonNodeFactory.instance.objectNode();
        Deque<String> missing = new ArrayDeque<>();
        missing.add(entry);
        int size = 0;
        while (!missing.isEmpty()) {
            String name = missing.remove();
            if (files.has(name)) {
                continue;
            }
            String text = library.text(name);
            size += text.length();
            if (size > MAX_CHARACTERS) {
                throw new TooLarge();
            }
            ObjectNode file = files.putObject(name).put("text", text);
            ObjectNode siblings = file.putObject("siblings");
            for (Requests.Request request : Requests.of(text)) {
                library.find(name, request)
                        .ifPresent(
                                found -> {
                                    siblings.put(request.name(), found);
                                    missing.add(found);
                                });
            }
        }
        if (files.size() == 1 && files.path(entry).path("siblings").isEmpty()) {
            return files.path(entry).path("text").textValue();
        }
        return LOADER.formatted(files, JSON.valueToTree(entry));
    }

    /// A bundle that would not fit.
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("more than %,d characters".formatted(MAX_CHARACTERS));
        }
    }
}
