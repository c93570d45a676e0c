package dev.promptcards.card.transfer;

import dev.promptcards.card.CardId;
import dev.promptcards.card.Slug;
import dev.promptcards.tenancy.NewId;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides what the lines of one batch add to the cards that are there.
///
/// A line with a slug means the card of that slug. A line without one means the card of its title
/// that holds its first version, looked for under the slug its title suggests, then under that with
/// -2, -3 and so on; where none is found, it becomes a card under the first of these slugs that is
/// free. Of the versions of a line those are added that the card lacks: the line's versions are
/// looked for among the card's in order, and from the first that is not found on all are added. So
/// the same lines a second time add nothing, and a repeated wording stays repeated.
final class ImportPlan {

    /// A card as stored, or as this plan will make it.
    static final class Target {
        private final CardId id;
        private final String slug;
        private final String title;
        private final List<ContentKey> versions;
        private final List<CardLine.Version> added = new ArrayList<>();

        Target(CardId id, String slug, String title, List<ContentKey> versions) {
            this.id = id;
            this.slug = slug;
            this.title = title;
            this.versions = new ArrayList<>(versions);
        }

        CardId id() {
            return id;
        }

        String slug() {
            return slug;
        }

        List<CardLine.Version> added() {
            return added;
        }

        int firstAddedNumber() {
            return versions.size() - added.size() + 1;
        }

        private boolean isMeantBy(CardLine line) {
            return line.slug().isPresent()
                    || (title.equals(line.fields().title())
                            && versions.contains(line.versions().getFirst().key()));
        }

        private int add(List<CardLine.Version> wanted) {
            int from = 0;
            int found = 0;
            for (; found < wanted.size(); found++) {
                int at = versions.subList(from, versions.size()).indexOf(wanted.get(found).key());
                if (at < 0) {
                    break;
                }
                from += at + 1;
            }
            var missing = wanted.subList(found, wanted.size());
            missing.forEach(version -> versions.add(version.key()));
            added.addAll(missing);
            return missing.size();
        }
    }

    private record Pending(CardLine line, int choice) {

        String slug() {
            return line.slug().orElseGet(() -> Slug.choice(Slug.of(line.fields().title()), choice));
        }

        Pending next() {
            return new Pending(line, choice + 1);
        }
    }

    private final int lines;
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<String, CardLine> created = new LinkedHashMap<>();
    private final Set<String> free = new HashSet<>();
    private List<Pending> pending;
    private int unchangedLines;

    ImportPlan(List<CardLine> lines) {
        this.lines = lines.size();
        this.pending = lines.stream().map(line -> new Pending(line, 1)).toList();
    }

    /// The slugs that must be looked up before the plan can go on; none when it is made.
    Set<String> wanted() {
        var slugs = new HashSet<String>();
        for (var each : pending) {
            if (!targets.containsKey(each.slug()) && !free.contains(each.slug())) {
                slugs.add(each.slug());
            }
        }
        return slugs;
    }

    /// Goes on with what was found under the slugs wanted.
    void found(Set<String> lookedUp, Collection<Target> stored) {
        free.addAll(lookedUp);
        stored.forEach(target -> targets.put(target.slug(), target));
        var undecided = new ArrayList<Pending>();
        for (var each : pending) {
            if (!targets.containsKey(each.slug()) && !free.contains(each.slug())) {
                undecided.add(each);
            } else if (!decided(each)) {
                undecided.add(each.next());
            }
        }
        pending = undecided;
    }

    boolean isMade() {
        return pending.isEmpty();
    }

    private boolean decided(Pending each) {
        var target = targets.get(each.slug());
        if (target == null) {
            target =
                    new Target(
                            new CardId(NewId.next()),
                            each.slug(),
                            each.line().fields().title(),
                            List.of());
            targets.put(each.slug(), target);
            created.put(each.slug(), each.line());
        } else if (!target.isMeantBy(each.line())) {
            return false;
        }
        if (target.add(each.line().versions()) == 0) {
            unchangedLines++;
        }
        return true;
    }

    int lines() {
        return lines;
    }

    int unchangedLines() {
        return unchangedLines;
    }

    /// The line every new card is described by, under its slug.
    Map<String, CardLine> created() {
        return created;
    }

    /// The cards that get versions, new ones included.
    List<Target> changed() {
        return targets.values().stream().filter(target -> !target.added().isEmpty()).toList();
    }

    int versionsAdded() {
        return changed().stream().mapToInt(target -> target.added().size()).sum();
    }
}
