package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.judge.Judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A judge with an answer written down for each question it may be asked, told apart by a part of
/// the question. Any other question fails.
final class RecordedJudge implements Judge {

    private record Entry(Task task, String part, Reply reply) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Queue<Question> asked = new ConcurrentLinkedQueue<>();
    private final Queue<JsonNode> posted = new ConcurrentLinkedQueue<>();
    private Reply hook = new Reply.Failed("no hook");

    /// One who says this to every question to a model.
    static RecordedJudge saying(String answer) {
        return new RecordedJudge().text("", answer);
    }

    RecordedJudge text(String part, String answer) {
        return reply(Task.TEXT, part, new Reply.Answered(TextNode.valueOf(answer)));
    }

    RecordedJudge json(Task task, String part, String answer) {
        return reply(task, part, new Reply.Answered(Workbench.json(answer)));
    }

    RecordedJudge embedding(String part, String numbers) {
        return json(Task.EMBEDDING, part, numbers);
    }

    RecordedJudge reply(Task task, String part, Reply reply) {
        entries.add(new Entry(task, part, reply));
        return this;
    }

    RecordedJudge hook(Reply reply) {
        hook = reply;
        return this;
    }

    RecordedJudge hook(String answer) {
        return hook(new Reply.Answered(Workbench.json(answer)));
    }

    List<Question> asked() {
        return List.copyOf(asked);
    }

    /// The one question that was asked.
    Question question() {
        if (asked.size() != 1) {
            throw new AssertionError("asked " + asked.size() + " questions: " + asked);
        }
        return asked.element();
    }

    List<JsonNode> posted() {
        return List.copyOf(posted);
    }

    @Override
    public Reply ask(Question question) {
        asked.add(question);
        return entries.stream()
                .filter(entry -> entry.task() == question.task())
                .filter(entry -> question.input().toString().contains(entry.part()))
                .map(Entry::reply)
                .findFirst()
                .orElse(new Reply.Failed("nothing written down for " + question));
    }

    @Override
    public Reply post(String url, JsonNode body) {
        posted.add(body);
        return hook;
    }
}
