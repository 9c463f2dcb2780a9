using Microsoft.DurableTask.Client;

namespace KafkaStore.Tests.App;

/// <summary>The platform's history of what has ended goes after a while; all else stays.</summary>
public sealed class PurgeHistoryTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(TestTime.Epoch);
    private readonly RecordingLoggers loggers = new();
    private readonly HistoryClient client = new();

    public void Dispose() => loggers.Dispose();

    [Fact]
    public async Task WhatHasEndedGoesOnceItIsOldEnoughAndNothingElse()
    {
        Add("completed", OrchestrationRuntimeStatus.Completed, days: 7.1);
        Add("failed", OrchestrationRuntimeStatus.Failed, days: 8);
        Add("terminated", OrchestrationRuntimeStatus.Terminated, days: 400);
        Add("young", OrchestrationRuntimeStatus.Completed, days: 6.9);
        Add("running", OrchestrationRuntimeStatus.Running, days: 400);
        Add("pending", OrchestrationRuntimeStatus.Pending, days: 400);
        Add("suspended", OrchestrationRuntimeStatus.Suspended, days: 400);
        Add("@partitionsegment@orders-0", OrchestrationRuntimeStatus.Running, days: 400);
        Add("@partitionsegment@orders-1", OrchestrationRuntimeStatus.Completed, days: 400);

        await RunAsync(new HistoryOptions());

        Assert.Equal(["completed", "failed", "terminated"], client.Purged.Order(StringComparer.Ordinal));
        Assert.Equal(1, loggers.Count("Removed the history of 3 orchestrations that began more than 7 days ago.", LogLevel.Information));
        Assert.False(Assert.Single(client.Queries).FetchInputsAndOutputs);
    }

    [Fact]
    public async Task TheTimeIsASettingAndNoneKeepsAll()
    {
        Add("old", OrchestrationRuntimeStatus.Completed, days: 3);
        Add("older", OrchestrationRuntimeStatus.Completed, days: 4000);
        await RunAsync(SettingsOf.App(("KafkaStore:HistoryDays", "0")).History);
        Assert.Empty(client.Queries);
        await RunAsync(SettingsOf.App(("KafkaStore:HistoryDays", "")).History);
        Assert.Equal(["older"], client.Purged);
        await RunAsync(SettingsOf.App(("KafkaStore:HistoryDays", "2")).History);
        Assert.Equal(["old", "older"], client.Purged.Order(StringComparer.Ordinal));
        Assert.Contains(
            "KafkaStore__HistoryDays is '-1' and must be a whole number from 0 to 3650",
            SettingsOf.Problem(("KafkaStore:HistoryDays", "-1"))
        );
    }

    [Fact]
    public async Task AnHourWithNothingToRemoveSaysNothing()
    {
        Add("young", OrchestrationRuntimeStatus.Completed, days: 1);
        await RunAsync(new HistoryOptions());
        Assert.Empty(loggers.Lines);
    }

    [Fact]
    public async Task ManyAreRemovedOverSeveralRunsEachWithinItsTime()
    {
        for (int i = 0; i < 1000; i++)
            Add($"seal-{i:D4}", OrchestrationRuntimeStatus.Completed, days: 30);
        client.Purging = () => clock.Advance(TimeSpan.FromSeconds(1));
        await RunAsync(new HistoryOptions());
        Assert.InRange(client.Purged.Count, 300, 320); // of five minutes
        for (int run = 0; run < 3; run++)
            await RunAsync(new HistoryOptions());
        Assert.Equal(1000, client.Purged.Count);
        Assert.Equal(1000, client.Purged.Distinct().Count());
    }

    [Fact]
    public async Task AStoreThatFailsFailsTheRun()
    {
        Add("old", OrchestrationRuntimeStatus.Completed, days: 30);
        client.Purging = () => throw new InvalidOperationException("The table is away.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(new HistoryOptions()));
    }

    [Fact]
    public async Task TheLocalHostHasNoHistory()
    {
        using TestApp app = await WithDeliveredAsync(30);
        Assert.NotEmpty(app.ObjectNames);
        await app.PurgeHistoryAsync();
        Assert.Equal(0, app.Loggers.Count("Removed the history"));
    }

    private void Add(string id, OrchestrationRuntimeStatus status, double days) =>
        client.Add(
            new OrchestrationMetadata("SealSegments", id)
            {
                RuntimeStatus = status,
                CreatedAt = clock.GetUtcNow() - TimeSpan.FromDays(days),
            }
        );

    private Task RunAsync(HistoryOptions options) =>
        new PurgeHistory(options, clock, new Logger<PurgeHistory>(loggers)).RunAsync(new TimerInfo(), client, default);
}
