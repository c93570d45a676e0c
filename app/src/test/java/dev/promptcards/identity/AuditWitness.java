package dev.promptcards.identity;

import dev.promptcards.TestDatabase;
import dev.promptcards.audit.search.AuditFilter;
import dev.promptcards.audit.search.AuditSearch;
import dev.promptcards.audit.search.FoundEvent;
import dev.promptcards.http.PageRequest;
import dev.promptcards.tenancy.UserId;
import dev.promptcards.tenancy.WorkspaceId;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tells what was recorded since it was asked last, in lines a test can be written in:
/// `member.role member:bob by ana`. Who has no name yet is named by what they are, in the order
/// they turn up: `session1`.
final class AuditWitness {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final int MOST = 1000;

    private final AuditSearch log;
    private final Map<WorkspaceId, Integer> read = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final String first;

    /// @param first the name of the first person who turns up unknown
    AuditWitness(AuditSearch log, String first) {
        this.log = log;
        this.first = first;
    }

    /// Looks at another chain from now on.
    void watch(WorkspaceId chain) {
        read.put(chain, 0);
    }

    /// Somebody of that name, whom the first call makes.
    UserId person(String name, TestDatabase database) {
        return names.entrySet().stream()
                .filter(it -> it.getValue().equals(name))
                .findFirst()
                .map(it -> new UserId(UUID.fromString(it.getKey())))
                .orElseGet(
                        () -> {
                            var made = TestPeople.person(database, name);
                            names.put(made.toString(), name);
                            return made;
                        });
    }

    /// The same with ids for `{names}`.
    String filled(String text) {
        var filled = text;
        for (var it : names.entrySet()) {
            filled = filled.replace("{" + it.getValue() + "}", it.getKey());
        }
        return filled;
    }

    /// What is new, chain by chain, oldest first.
    List<String> news() {
        return events().stream().map(this::line).toList();
    }

    private List<FoundEvent> events() {
        return read.entrySet().stream()
                .flatMap(
                        chain -> {
                            var all = events(chain.getKey());
                            return all.subList(chain.setValue(all.size()), all.size()).stream();
                        })
                .toList();
    }

    private List<FoundEvent> events(WorkspaceId chain) {
        var filter = AuditFilter.of(null, null, null, null, null, null);
        var page = PageRequest.of(AuditSearch.LISTING, AuditSearch.CURSOR_PARTS, null, MOST);
        return log.page(chain, filter, page).items().reversed();
    }

    private String line(FoundEvent event) {
        var actor = named(event.actor().replace("user:", ""), "user");
        var object = named(event.objectId(), event.objectKind());
        return "%s %s:%s by %s".formatted(event.action(), event.objectKind(), object, actor);
    }

    private String named(String id, String kind) {
        if (!names.containsKey(id) && ID.matcher(id).matches()) {
            long others = names.values().stream().filter(it -> it.matches(kind + "\\d+")).count();
            names.put(id, kind.equals("user") ? first : kind + (others + 1));
        }
        return names.getOrDefault(id, id);
    }

    /// The last event of an action.
    FoundEvent last(String action) {
        return read.keySet().stream()
                .flatMap(chain -> events(chain).stream())
                .filter(it -> it.action().equals(action))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    /// All the chains say that stays when people are erased.
    String everything() {
        return read.keySet().stream()
                .flatMap(chain -> events(chain).stream())
                .map(it -> it.objectId() + it.objectName() + it.before() + it.after())
                .collect(Collectors.joining("\n"));
    }
}
