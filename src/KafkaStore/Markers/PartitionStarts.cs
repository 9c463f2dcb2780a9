using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using KafkaStore.Broker;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Markers;

/// <summary>
/// Where each partition's archive begins: one create-only marker a topic, written before the topic's first chunk, and one
/// a partition for those that were added to the topic later. Once written, every run agrees on them.
/// </summary>
/// <param name="archive">Where markers are.</param>
/// <param name="log">Tells where the broker's records begin and end.</param>
/// <param name="identities">Tells which topic of that name it is.</param>
/// <param name="markers">Note that.</param>
/// <param name="clock">For the markers.</param>
/// <param name="names">What the host calls the choices; null for plain words.</param>
public sealed class PartitionStarts(
    IObjectStore archive,
    IRecordLog log,
    ITopicIdentities identities,
    IdentityMarkers markers,
    TimeProvider clock,
    OptionNames? names = null
)
{
    // Markers of topics, which never change. One of a thousand partitions is not to be read a thousand times.
    private readonly ConcurrentDictionary<string, StartMarker> known = new(StringComparer.Ordinal);

    /// <summary>Makes sure that the partition has a start offset, and returns it.</summary>
    /// <param name="partition">Whose start.</param>
    /// <param name="firstInHand">Smallest offset already received of each of the topic's partitions; may be empty.</param>
    /// <param name="reset">For a topic without a marker; later partitions always begin at the log start.</param>
    public async Task<long> EnsureAsync(
        TopicPartition partition,
        IReadOnlyDictionary<int, long> firstInHand,
        OffsetReset reset,
        CancellationToken cancellationToken
    )
    {
        (long? noted, bool topicKnown) = await LookAsync(partition, cancellationToken);
        if (noted is { } start)
            return start;
        IdentityAnswer? identity = topicKnown ? null : await identities.AskAsync(partition.Topic, cancellationToken);
        IReadOnlyList<LogBounds> bounds = await BoundsAsync(partition, topicKnown, reset, cancellationToken);
        if (!topicKnown)
        {
            if (identity is IdentityAnswer.Known && await identities.AskAsync(partition.Topic, cancellationToken) != identity)
            {
                throw new BrokerUnavailableException(
                    $"The brokers did not give topic {partition.Topic} one id while they were asked where it begins."
                );
            }

            // An archive that is older than its marker, the original tool's for one, says itself where its partitions begin.
            TopicPartition[] all = [.. bounds.Select(bound => bound.Partition).Prepend(partition).Distinct()];
            IReadOnlyList<TopicPartition> inArchive = await new ArchiveTopics(archive).PartitionsAsync(partition.Topic, cancellationToken);
            Dictionary<TopicPartition, long> archived = await FindBeginningsAsync(inArchive.Intersect(all), cancellationToken);
            if (reset == OffsetReset.Error && archived.Count < all.Length)
            {
                TopicPartition unknown = all.First(each => !archived.ContainsKey(each));
                throw new StartUnknownException(unknown, archive.DisplayName, names ?? OptionNames.InWords);
            }

            await EnsureIsNotedAsync(partition.Topic, identity, archived.Count == 0, cancellationToken);
            await CreateAsync(MarkerName.Start(partition.Topic), partition.Topic, bounds, archived, firstInHand, reset, cancellationToken);
        }

        // Either the topic's marker has it now, or the partition is newer than the marker.
        if (await FindAsync(partition, cancellationToken) is { } created)
            return created;
        IReadOnlyList<LogBounds> own = [.. bounds.Where(bound => bound.Partition == partition)];
        if (own.Count == 0)
            throw new BrokerUnavailableException($"The broker does not know partition {partition} yet.");
        Dictionary<TopicPartition, long> beginning = await FindBeginningsAsync([partition], cancellationToken);
        await CreateAsync(
            MarkerName.Start(partition),
            partition.Topic,
            own,
            beginning,
            firstInHand,
            OffsetReset.Earliest,
            cancellationToken
        );
        return await FindAsync(partition, cancellationToken)
            ?? throw new StorageUnavailableException(
                $"The start marker of {partition} vanished from {archive.DisplayName} while it was read."
            );
    }

    /// <summary>The partition's start offset, or null while no marker has it.</summary>
    public async Task<long?> FindAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        (await LookAsync(partition, cancellationToken)).Start;

    // Its start, and whether its topic has a marker at all.
    private async Task<(long? Start, bool TopicKnown)> LookAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        // Every generation but the first begins at its beginning, whatever was chosen for the topic.
        if (TopicGeneration.TryParse(partition.Topic, out TopicGeneration generation) && generation.Number > 0)
            return (0, true);
        if (await FindMarkerAsync(partition.Topic, cancellationToken) is not { } topic)
            return (null, false);
        if (topic.Partitions.TryGetValue(partition.Partition, out long start))
            return (start, true);
        StartMarker? own = await Marker.FindAsync<StartMarker>(archive, MarkerName.Start(partition), cancellationToken);
        return (own is not null && own.Partitions.TryGetValue(partition.Partition, out start) ? start : null, true);
    }

    private async Task<StartMarker?> FindMarkerAsync(string topic, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(topic, out StartMarker? marker))
            return marker;
        marker = await Marker.FindAsync<StartMarker>(archive, MarkerName.Start(topic), cancellationToken);
        if (marker is not null)
            known[topic] = marker;
        return marker;
    }

    // The bounds have to be those of the topic that is noted, which another process may have done a while ago.
    private async Task EnsureIsNotedAsync(string topic, IdentityAnswer? given, bool isNew, CancellationToken cancellationToken)
    {
        var first = TopicGeneration.First(topic);
        var known = given as IdentityAnswer.Known;

        // Of a topic that is archived already it has to be found out first whether it is the same one still.
        NotedGeneration? noted =
            known is not null && isNew
                ? await markers.NoteAsync(
                    first,
                    new TopicIdentity(known.Id, known.ClusterId),
                    IdentityProof.Beginning,
                    null,
                    cancellationToken
                )
                : await markers.FindAsync(first, cancellationToken);
        if (noted is not null && noted.Identity.Id != known?.Id)
        {
            throw new BrokerUnavailableException(
                $"The brokers do not give topic {topic} the id {noted.Identity.Id} at present, so that where it begins can't be asked."
            );
        }
    }

    // A partition that the broker can't answer for gets a marker of its own later, which is the same: its log's start. Where the
    // topic is to begin at its end, that has to be known of all of them.
    private async Task<IReadOnlyList<LogBounds>> BoundsAsync(
        TopicPartition partition,
        bool topicKnown,
        OffsetReset reset,
        CancellationToken cancellationToken
    )
    {
        if (!topicKnown && reset == OffsetReset.Latest)
            return await log.GetBoundsAsync([partition.Topic], cancellationToken);
        BoundsAnswer answer = await log.AskBoundsAsync([partition.Topic], cancellationToken);
        foreach (LogTrouble trouble in answer.Troubles.Where(trouble => (trouble.Partition ?? partition.Partition) == partition.Partition))
            ExceptionDispatchInfo.Throw(trouble.Cause);
        return answer.Bounds;
    }

    private async Task CreateAsync(
        string name,
        string topic,
        IReadOnlyList<LogBounds> bounds,
        Dictionary<TopicPartition, long> archived,
        IReadOnlyDictionary<int, long> firstInHand,
        OffsetReset reset,
        CancellationToken cancellationToken
    )
    {
        var starts = new SortedDictionary<int, long>();
        foreach (LogBounds bound in bounds)
        {
            long start = reset == OffsetReset.Latest ? bound.End : bound.Start;
            if (reset == OffsetReset.Earliest && firstInHand.TryGetValue(bound.Partition.Partition, out long first))
                start = Math.Min(start, first);
            starts[bound.Partition.Partition] = archived.GetValueOrDefault(bound.Partition, start);
        }

        var marker = new StartMarker(topic, reset.ToString(), clock.GetUtcNow(), starts);
        await archive.CreateAsync(name, Marker.Content(marker), cancellationToken);
    }

    // The base of each one's first object; those without objects are not in it.
    private async Task<Dictionary<TopicPartition, long>> FindBeginningsAsync(
        IEnumerable<TopicPartition> partitions,
        CancellationToken cancellationToken
    )
    {
        var locator = new ArchiveLocator(archive);
        var beginnings = new Dictionary<TopicPartition, long>();
        foreach (TopicPartition partition in partitions)
        {
            if (await locator.FindFirstAsync(partition, cancellationToken) is { } first)
                beginnings.Add(partition, first.Name.BaseOffset);
        }

        return beginnings;
    }
}

/// <summary>A partition has neither an archive nor a start marker, and nobody said where to begin.</summary>
public sealed class StartUnknownException(TopicPartition partition, string archive, OptionNames names)
    : Exception(
        $"{archive} has no archive of {partition} and no start marker of its topic, so where to begin is not known. Say it with {names.FromEarliest} (all the broker still has) or {names.FromLatest} (only what comes from now on)."
    )
{
    public TopicPartition Partition => partition;
}
