using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Generations;
using KafkaStore.Markers;
using KafkaStore.Reading.Chains;
using KafkaStore.Reading.Objects;
using KafkaStore.Staging;
using KafkaStore.Storage.Local;

namespace KafkaStore.Status;

/// <summary>
/// Finds out where an archive stands: from the stores and the brokers alone, whoever archives, and without changing anything. A
/// partition costs about four requests, however many objects it has.
/// </summary>
/// <param name="archive">The archive.</param>
/// <param name="clock">Says when.</param>
/// <param name="staging">Null where nobody knows it.</param>
/// <param name="log">The brokers, by generations; null to ask none.</param>
public sealed class StatusReader(IObjectReader archive, TimeProvider clock, StagingArea? staging = null, IRecordLog? log = null)
{
    private const int AtATime = 16;

    /// <summary>The process that archives, where this is it.</summary>
    public IRunTroubles? Run { get; init; }

    /// <summary>Stores that are to have what the archive has.</summary>
    public IReadOnlyList<IObjectReader> Mirrors { get; init; } = [];

    /// <summary>Disks of the stores that are folders.</summary>
    public IReadOnlyList<StoreDisk> Disks { get; init; } = [];

    /// <summary>What following the chains may cost (<see cref="ChainWatch.WalkAsync"/>); 0 to leave that to the process that archives.</summary>
    public int ChainCost { get; init; }

    private readonly ArchiveTopics archived = new(archive);
    private readonly ArchiveLocator locator = new(archive);
    private readonly ArchiveObjects objects = new(archive);
    private readonly NotedGenerations generations = new(archive);

    /// <param name="topics">Those that are archived, though the archive may have nothing of them yet; their later generations belong to them.</param>
    /// <param name="isAll">Whether everything else in the archive is looked at too.</param>
    /// <exception cref="StorageException">The archive can't be read.</exception>
    public async Task<ArchiveStatus> ReadAsync(IReadOnlyCollection<string> topics, bool isAll, CancellationToken cancellationToken)
    {
        DateTimeOffset askedAt = clock.GetUtcNow();
        var names = new SortedSet<string>(await archived.WithGenerationsAsync(topics, cancellationToken), StringComparer.Ordinal);
        if (isAll)
            names.UnionWith(await archived.TopicsAsync(cancellationToken).ToListAsync(cancellationToken));
        (IReadOnlyDictionary<TopicPartition, PartitionFault> standing, string? stagingTrouble) = await FindFaultsAsync(cancellationToken);
        names.UnionWith(standing.Keys.Select(partition => partition.Topic).Where(topic => isAll || topics.Contains(KafkaTopic.Of(topic))));
        // Of each topic the newest generation is the one that the brokers have.
        var current = names
            .Select(name => TopicGeneration.TryParse(name, out TopicGeneration generation) ? generation : new TopicGeneration(name, 0))
            .GroupBy(generation => generation.Topic)
            .Select(generations => generations.Max().ToString())
            .ToHashSet(StringComparer.Ordinal);
        RunTroubles met = Run?.Now ?? RunTroubles.None;
        // Who archives has just asked them, and each question to brokers that are away takes its time.
        (BoundsAnswer answer, string? brokerTrouble) = met.Brokers is { } away
            ? (BoundsAnswer.Empty, away.Reason)
            : await AskBrokersAsync([.. current], cancellationToken);

        var bounds = answer.Bounds.ToDictionary(each => each.Partition);
        string[] topicsFound = [.. names];
        ILookup<string, TopicPartition> known = standing.Keys.Concat(bounds.Keys).ToLookup(partition => partition.Topic);
        var looked = new (TopicPartition[] Partitions, NotedGeneration? Identity)[topicsFound.Length];
        await SideBySide.ForAsync(
            topicsFound.Length,
            AtATime,
            async (i, cancelled) =>
                looked[i] = (
                    [.. (await archived.PartitionsAsync(topicsFound[i], cancelled)).Union(known[topicsFound[i]]).Order()],
                    await FindIdentityAsync(topicsFound[i], cancelled)
                ),
            cancellationToken
        );

        // Of all topics together, so that a thousand topics of one partition take no longer than one topic of a thousand.
        TopicPartition[] partitions = [.. looked.SelectMany(topic => topic.Partitions)];
        var chains = new ChainWatch(archive);
        bool areChainsWhole = ChainCost > 0 && await chains.WalkAsync(partitions, ChainCost, cancellationToken);
        ILookup<TopicPartition, MissingObjects> missing = met.Missing.Concat(chains.Missing).ToLookup(each => each.First.Partition);
        var mirrors = new MirrorLook(Mirrors);
        var statuses = new PartitionStatus[partitions.Length];
        await SideBySide.ForAsync(
            partitions.Length,
            AtATime,
            async (i, cancelled) =>
            {
                PartitionStatus status = await FindAsync(partitions[i], stagingTrouble is null, cancelled);
                statuses[i] = status with
                {
                    SealTrouble = met.Sealing.GetValueOrDefault(status.Partition),
                    Missing = [.. missing[status.Partition]],
                    MirrorLag = await mirrors.FindLagAsync(status.Partition, status.Last, cancelled),
                };
            },
            cancellationToken
        );
        var found = new List<TopicStatus>(topicsFound.Length);
        int next = 0;
        foreach ((string name, (TopicPartition[] own, NotedGeneration? identity)) in topicsFound.Zip(looked))
        {
            PartitionStatus[] ofTopic = statuses[next..(next += own.Length)];
            found.Add(
                new TopicStatus(
                    name,
                    identity,
                    !current.Contains(name),
                    [.. ofTopic.Select(status => With(status, standing, bounds, answer))]
                )
                {
                    Trouble = answer.Troubles.FirstOrDefault(trouble => trouble.Topic == name && trouble.Partition is null)?.Cause.Message,
                }
            );
        }

        return new ArchiveStatus(askedAt, found)
        {
            BrokerTrouble = brokerTrouble,
            BrokersAwaySince = met.Brokers?.Since,
            StagingTrouble = stagingTrouble,
            Accepting = met.Accepting,
            Disks = DiskStatus.Of(Disks),
            Mirrors = mirrors.Statuses(met.Mirrors),
            AreChainsWhole = areChainsWhole,
        };
    }

    private static PartitionStatus With(
        PartitionStatus status,
        IReadOnlyDictionary<TopicPartition, PartitionFault> standing,
        Dictionary<TopicPartition, LogBounds> bounds,
        BoundsAnswer answer
    )
    {
        LogTrouble? trouble = answer.Troubles.FirstOrDefault(each =>
            each.Topic == status.Partition.Topic && each.Partition == status.Partition.Partition
        );
        return status with
        {
            Fault = standing.GetValueOrDefault(status.Partition),
            AtBroker = bounds.TryGetValue(status.Partition, out LogBounds found) ? found : null,
            Trouble = status.Trouble ?? trouble?.Cause.Message,
        };
    }

    private async Task<PartitionStatus> FindAsync(TopicPartition partition, bool isStagingRead, CancellationToken cancellationToken)
    {
        var status = new PartitionStatus(partition)
        {
            Lost = await NotedLosses.ListAsync(archive, partition, cancellationToken).ToListAsync(cancellationToken),
        };
        if (staging is not null && isStagingRead && await staging.ListAsync(partition, cancellationToken) is { Count: > 0 } chunks)
            status = status with { StagedNext = chunks.Max(chunk => chunk.Last) + 1 };
        try
        {
            // The last that is found may have successors.
            ArchiveEntry? last = await locator.FindLastAsync(partition, cancellationToken);
            return status with { Last = await objects.FollowAsync(last, cancellationToken).LastOrDefaultAsync(cancellationToken) };
        }
        catch (DamagedContainerException e)
        {
            return status with { Trouble = e.Message };
        }
    }

    private async Task<NotedGeneration?> FindIdentityAsync(string topic, CancellationToken cancellationToken)
    {
        try
        {
            return TopicGeneration.TryParse(topic, out TopicGeneration generation)
                ? await generations.FindAsync(generation, cancellationToken)
                : null;
        }
        catch (DamagedContainerException)
        {
            return null; // verify says what is wrong with the marker
        }
    }

    private async Task<(IReadOnlyDictionary<TopicPartition, PartitionFault> Standing, string? Trouble)> FindFaultsAsync(
        CancellationToken cancellationToken
    )
    {
        var none = new Dictionary<TopicPartition, PartitionFault>();
        try
        {
            return (staging is null ? none : await staging.Faults.ListAsync(cancellationToken), null);
        }
        catch (StorageException e)
        {
            return (none, e.Message);
        }
    }

    private async Task<(BoundsAnswer Answer, string? Trouble)> AskBrokersAsync(string[] topics, CancellationToken cancellationToken)
    {
        if (log is null || topics.Length == 0)
            return (BoundsAnswer.Empty, null);
        try
        {
            return (await log.AskBoundsAsync(topics, cancellationToken), null);
        }
        catch (BrokerUnavailableException e)
        {
            return (BoundsAnswer.Empty, e.Message);
        }
    }
}
