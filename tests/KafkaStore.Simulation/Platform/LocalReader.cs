using KafkaStore.Functions.Faults;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Pump;
using KafkaStore.Sealing;
using KafkaStore.Staging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStore.Simulation.Platform;

/// <summary>What a local host reads with, beside what it shares with the function app.</summary>
internal sealed record LocalReaderParts(
    TopicGenerations Generations,
    SeenGenerations Seen,
    StagingArea Staging,
    SegmentSealer Sealer,
    IRecordLog Log,
    ProcessLog Broker,
    TroubleReport Troubles,
    TimeSpan SettlingTime,
    TimeProvider Clock
);

/// <summary>A local host's pump and watch, alone or in a group; what it reads when a topic changes is decided as it decides that.</summary>
internal sealed class LocalReader
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Simulation simulation;
    private readonly Host host;
    private readonly LocalReaderParts parts;
    private readonly GenerationWatch watch;
    private readonly KafkaPump pump;
    private readonly HashSet<TopicPartition> read = [];

    public LocalReader(Simulation simulation, Host host, LocalReaderParts parts)
    {
        (this.simulation, this.host, this.parts) = (simulation, host, parts);
        watch = new GenerationWatch(
            parts.Generations,
            parts.Seen,
            [SimulatedTopic.Name],
            parts.SettlingTime,
            parts.Clock,
            NullLogger.Instance
        );
        pump = new KafkaPump(
            new GenerationSource(new SimulatedSource(simulation, host, parts.Broker), partition => Task.FromResult(Named(partition))),
            parts.Log,
            host.AppendBatch,
            host.Client,
            new BatchLimits(simulation.Scenario.BatchSize, long.MaxValue),
            Recover,
            watch.Delivered,
            parts.Troubles,
            parts.Clock,
            NullLogger.Instance,
            CancellationToken.None
        );
    }

    private bool IsShared => simulation.Scenario.Topics.Shape == HostShape.Shared;

    /// <summary>Until the process ends; one that can't go on does so by itself, and is started again.</summary>
    public async Task RunAsync()
    {
        try
        {
            await watch.BeginAsync(CancellationToken.None);
            await RefreshAsync();
            if (IsShared)
                pump.Join([SimulatedTopic.Name], ResumeAsync);
            simulation.World.Start(() => watch.RunAsync(_ => ChangeAsync(), CancellationToken.None));
            for (long refreshed = parts.Clock.GetTimestamp(); ; )
            {
                await pump.DeliverNextAsync(CancellationToken.None);
                if (parts.Clock.GetElapsedTime(refreshed) < Minute)
                    continue;
                refreshed = parts.Clock.GetTimestamp();
                await RefreshAsync();
            }
        }
        catch (Exception e) when (e is StorageException or BrokerUnavailableException or UnknownTopicException or IOException)
        {
            simulation.World.Note(host.Name, "  ends: " + e.Message);
            host.Kill();
            simulation.World.Post(null, host.App.EnsureHosts, "a host starts", 1000);
        }
    }

    private TopicPartition Named(TopicPartition partition) => partition with { Topic = watch[SimulatedTopic.Name].ToString() };

    private void Recover(TopicPartition partition) => host.App.Signal(EntityIds.Of(partition), Operations.Seal, partition);

    private Task<long> ResumeAsync(TopicPartition partition) => parts.Sealer.FindResumeOffsetAsync(partition, CancellationToken.None);

    private async Task ChangeAsync()
    {
        if (!IsShared)
            pump.Drop(SimulatedTopic.Name);
        read.Clear();
        if (!watch.IsRead(SimulatedTopic.Name))
            return;
        if (IsShared)
            pump.Join([SimulatedTopic.Name], ResumeAsync);
        await RefreshAsync();
    }

    // What can't be begun now is tried again in a minute.
    private async Task RefreshAsync()
    {
        try
        {
            if (!watch.IsRead(SimulatedTopic.Name))
                return;
            string name = watch[SimulatedTopic.Name].ToString();
            BoundsAnswer answer = await parts.Log.AskBoundsAsync([name], CancellationToken.None);
            foreach (LogBounds bounds in answer.Bounds.Where(bounds => !read.Contains(bounds.Partition)))
            {
                long next = await ResumeAsync(bounds.Partition);
                if (name != watch[SimulatedTopic.Name].ToString() || !watch.IsRead(SimulatedTopic.Name))
                    return; // it changed meanwhile
                if (!IsShared)
                    pump.Add(bounds.Partition, next);
                read.Add(bounds.Partition);
            }
        }
        catch (Exception e) when (e is StorageException or BrokerUnavailableException or UnknownTopicException)
        {
            simulation.World.Note(host.Name, "  can't refresh: " + e.Message);
        }
    }
}
