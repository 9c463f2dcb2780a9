using KafkaStore.Markers;
using KafkaStore.Reading.Heads;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Verification;

/// <summary>One walk over all names: which partitions there are, what the markers say, and what does not belong here.</summary>
internal sealed class StoreSurvey(IObjectReader store, ProblemLog problems)
{
    private readonly Dictionary<TopicPartition, long> bytes = [];
    private readonly Dictionary<TopicPartition, long> starts = [];
    private readonly Dictionary<TopicPartition, List<OffsetRange>> lost = [];
    private readonly Dictionary<string, SortedSet<string>> ids = new(StringComparer.Ordinal);
    private readonly HashSet<TopicPartition> startMarkers = [];
    private readonly HashSet<TopicPartition> unreadableStarts = [];

    public long Markers { get; private set; }

    public long TotalBytes => bytes.Values.Sum();

    /// <summary>The largest first, so that the last one to be done is a small one.</summary>
    public IReadOnlyList<TopicPartition> Partitions =>
        [.. bytes.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).Select(entry => entry.Key)];

    /// <summary>What there is, whatever is in it.</summary>
    public KnownArchive Known =>
        new(
            bytes
                .Keys.Concat(startMarkers)
                .Concat(starts.Keys)
                .Select(partition => partition.Topic)
                .Concat(ids.Keys)
                .Distinct(StringComparer.Ordinal)
                .ToDictionary(
                    topic => topic,
                    topic => (IReadOnlyCollection<string>)(ids.GetValueOrDefault(topic) ?? []),
                    StringComparer.Ordinal
                ),
            bytes.Keys,
            starts
        );

    /// <param name="topics">With all their generations; empty for all that there is.</param>
    public async Task WalkAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = await new ArchiveTopics(store).WithGenerationsAsync(topics, cancellationToken);
        IEnumerable<string> prefixes =
            names.Count == 0 ? [""] : names.SelectMany(topic => new[] { $"{topic}/", $"{MarkerName.Root}{topic}/" });
        foreach (string prefix in prefixes)
        {
            await foreach (ObjectEntry entry in store.ListAsync(prefix, null, cancellationToken))
                await NoteAsync(entry, cancellationToken);
            if (store is not IStrayListing strays)
                continue;
            await foreach (string name in strays.ListStraysAsync(prefix, cancellationToken))
                problems.Add(name, null, ProblemKind.UnexpectedName, "it is no file; an archive holds nothing else");
        }
    }

    /// <summary>Where the partition's archive began, as its marker says; null when no marker could be read that has it.</summary>
    public long? StartOf(TopicPartition partition) =>
        starts.TryGetValue(partition, out long start) ? start
        : IsLater(partition) ? 0
        : null;

    /// <summary>One range a marker, ascending by first offset.</summary>
    public IReadOnlyList<OffsetRange> LostOf(TopicPartition partition) => lost.GetValueOrDefault(partition) ?? [];

    /// <summary>Says so where objects of this product have no start marker; a damaged one was named before.</summary>
    public void RequireStart(TopicPartition partition)
    {
        var topic = new TopicPartition(partition.Topic, StoredName.WholeTopic);
        if (IsLater(partition))
            return;
        if (starts.ContainsKey(partition) || unreadableStarts.Contains(topic) || unreadableStarts.Contains(partition))
            return;
        if (startMarkers.Contains(topic))
        {
            problems.Add(MarkerName.Start(partition), null, ProblemKind.MarkerMissing, $"no marker says where {partition} begins");
        }
        else if (unreadableStarts.Add(topic))
        {
            problems.Add(
                MarkerName.Start(partition.Topic),
                null,
                ProblemKind.MarkerMissing,
                $"no marker says where the partitions of {partition.Topic} begin"
            );
        }
    }

    // Every generation but the first begins at offset 0, and no marker says so.
    private static bool IsLater(TopicPartition partition) =>
        TopicGeneration.TryParse(partition.Topic, out TopicGeneration generation) && generation.Number > 0;

    private async Task NoteAsync(ObjectEntry entry, CancellationToken cancellationToken)
    {
        var name = StoredName.Of(entry.Name);
        switch (name.Kind)
        {
            case StoredNameKind.Object:
                bytes[name.Partition] = bytes.GetValueOrDefault(name.Partition) + entry.Length;
                break;
            case StoredNameKind.Private:
                break;
            case StoredNameKind.Unexpected:
                problems.Add(entry.Name, null, ProblemKind.UnexpectedName, Unexpected(entry.Name));
                break;
            default:
                Markers++;
                if (!Take(name, await MarkerContent.ReadAsync(store, entry.Name, entry.Length, cancellationToken)))
                {
                    problems.Add(
                        entry.Name,
                        null,
                        ProblemKind.MarkerDamaged,
                        "it is not the JSON that this product writes under that name"
                    );
                }

                break;
        }
    }

    private static string Unexpected(string name) =>
        ChunkName.TryParse(name, out _)
            ? "it is a staged chunk, and staging lies elsewhere"
            : "it is neither an archive object nor a marker; an archive holds nothing else";

    private bool Take(StoredName name, ReadOnlyMemory<byte> json)
    {
        switch (name.Kind)
        {
            case StoredNameKind.StagingMarker:
                return MarkerContent.IsStaging(json, name.StagingId);
            case StoredNameKind.IdentityMarker:
                return TopicGeneration.TryParse(name.Partition.Topic, out TopicGeneration generation)
                    && TakeIdentity(name.Partition.Topic, MarkerContent.IdentityOf(json, generation));
            case StoredNameKind.Schema:
                return MarkerContent.IsSchema(json, name.SchemaId);
            case StoredNameKind.MissingSchema:
                return MarkerContent.IsMissingSchema(json, name.SchemaId);
            case StoredNameKind.LostMarker:
                if (!lost.TryGetValue(name.Partition, out List<OffsetRange>? ranges))
                    lost[name.Partition] = ranges = [];
                ranges.Add(name.Lost);
                return MarkerContent.IsLoss(json, name.Partition, name.Lost);
            default:
                startMarkers.Add(name.Partition);
                if (MarkerContent.Starts(json, name.Partition) is not { } said)
                    return !unreadableStarts.Add(name.Partition);
                foreach ((int number, long start) in said)
                    starts.TryAdd(new TopicPartition(name.Partition.Topic, number), start);
                return true;
        }
    }

    private bool TakeIdentity(string topic, string? id)
    {
        if (id is null)
            return false;
        if (!ids.TryGetValue(topic, out SortedSet<string>? noted))
            ids[topic] = noted = new SortedSet<string>(StringComparer.Ordinal);
        noted.Add(id);
        return true;
    }
}
