package dev.promptcards.run.worker;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.provider.http.ProviderHttp;
import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.JudgeCalls;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.nio.ByteBuffer;
import java.util.Map;

/// Gives each item under way the judge its assertions ask.
@Singleton
class Judging {

    private final WorkspaceTransactions transactions;
    private final ResponseStore responses;
    private final Ledger ledger;
    private final Unsettled unsettled;
    private final Webhooks webhooks;

    Judging(
            WorkspaceTransactions transactions,
            ResponseStore responses,
            Ledger ledger,
            Unsettled unsettled,
            ProviderHttp http,
            dev.promptcards.provider.http.AddressPolicy addresses,
            ObjectMapper json) {
        this.transactions = transactions;
        this.responses = responses;
        this.ledger = ledger;
        this.unsettled = unsettled;
        this.webhooks = new Webhooks(http, addresses, json);
    }

    RunJudge of(RunGate gate, ClaimedItem item) {
        return new RunJudge(
                gate,
                new PaidCalls(gate, item, responses, ledger, unsettled, this::earlier),
                webhooks);
    }

    /// What earlier workers asked for the item; nothing where there was none.
    private Map<ByteBuffer, Boolean> earlier(RunPlan plan, ClaimedItem item) {
        return item.fence() <= 1
                ? Map.of()
                : transactions.inWorkspace(
                        plan.key().workspace(),
                        handle -> JudgeCalls.of(handle, plan.key(), item.number()));
    }
}
