using Grpc.Net.Client;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Logging.Abstractions;
using OrchestrationStatus = DurableTask.Core.OrchestrationStatus;

namespace KafkaStore.Worker.Tests;

/// <summary>The host's own answers to the client that the worker has too: the backend forgets what has ended, and only that.</summary>
[Collection(nameof(SharedApp))]
public sealed class PurgingTests(SharedApp shared)
{
    [ServerFact(TestServer.Azurite)]
    public async Task PurgingForgetsOrchestrationsThatHaveEndedAndNoEntity()
    {
        ArchiverApp app = shared.App;
        await app.Host.Kafka.DeliverAsync(
            await app.ProduceAsync("purged", 0, ProducedRecords.Numbered(ArchiverApp.SegmentRecords)),
            "AppendBatch7"
        );
        await app.WhenArchivedAsync("purged", 0, ArchiverApp.SegmentRecords);
        await Eventually.TrueAsync(async () => (await SealsAsync()).Any(seal => seal.Value == OrchestrationStatus.Completed));
        using var channel = GrpcChannel.ForAddress(app.Host.GrpcAddress);
        var options = new GrpcDurableTaskClientOptions { Channel = channel };
        await using var client = new GrpcDurableTaskClient("test", options, NullLogger.Instance);
        OrchestrationRuntimeStatus[] ended = [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed];
        PurgeResult early = await client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(CreatedTo: DateTimeOffset.UtcNow.AddDays(-7), Statuses: ended)
        );
        Assert.Equal(0, early.PurgedInstanceCount);
        PurgeResult purged = await client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(CreatedTo: DateTimeOffset.UtcNow, Statuses: ended)
        );
        Assert.InRange(purged.PurgedInstanceCount, 1, int.MaxValue);
        Assert.Empty(await SealsAsync());
        Assert.Contains("@partitionsegment@purged-0", (await app.Host.Hub.EntityStatesAsync()).Keys);

        Task<List<KeyValuePair<string, OrchestrationStatus>>> SealsAsync() => SealsOfAsync("purged-0");
    }

    [ServerFact(TestServer.Azurite)]
    public async Task TheAppItselfForgetsAfterAWeekWhatHasEndedAndKeepsTheEntity()
    {
        ArchiverApp app = shared.App;
        await app.Host.Kafka.DeliverAsync(
            await app.ProduceAsync("purged", 1, ProducedRecords.Numbered(ArchiverApp.SegmentRecords)),
            "AppendBatch7"
        );
        await app.WhenArchivedAsync("purged", 1, ArchiverApp.SegmentRecords);
        await Eventually.TrueAsync(async () => (await SealsOfAsync("purged-1")).Any(seal => seal.Value == OrchestrationStatus.Completed));

        await app.Host.Timers.FireAsync("PurgeHistory");
        Assert.NotEmpty(await SealsOfAsync("purged-1"));
        await app.AgeAsync("purged-1", TimeSpan.FromDays(7.1));
        await app.AgeAsync("@partitionsegment@purged-1", TimeSpan.FromDays(7.1));
        await app.Host.Timers.FireAsync("PurgeHistory");
        Assert.Empty(await SealsOfAsync("purged-1"));
        Assert.Contains("@partitionsegment@purged-1", (await app.Host.Hub.EntityStatesAsync()).Keys);
    }

    private async Task<List<KeyValuePair<string, OrchestrationStatus>>> SealsOfAsync(string prefix) =>
        [.. (await shared.App.Host.Hub.OrchestrationsAsync()).Where(seal => seal.Key.StartsWith($"{prefix}-"))];
}
