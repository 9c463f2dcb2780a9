using KafkaStore.Archiving;
using KafkaStore.Markers;

namespace KafkaStore.Staging;

/// <summary>
/// The faults of partitions, one file each beside the staged chunks, so that they outlive every process and every entity. The first
/// that is noted stands until it is cleared.
/// </summary>
public sealed class FaultFiles(IStagingStore store)
{
    private const int Version = 1;

    /// <summary>Null where the partition is not faulted.</summary>
    public async Task<PartitionFault?> FindAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        string name = FaultName.Of(partition);
        try
        {
            return await Marker.FindAsync<Content>(store, name, cancellationToken) is { } content ? Read(name, content) : null;
        }
        catch (DamagedContainerException)
        {
            return Unknown(name, "it is damaged");
        }
    }

    /// <summary>Notes it where none stands, and returns the one that stands from now on.</summary>
    public async Task<PartitionFault> NoteAsync(
        TopicPartition partition,
        PartitionFault fault,
        DateTimeOffset notedAt,
        CancellationToken cancellationToken
    )
    {
        string name = FaultName.Of(partition);
        var content = new Content(
            Version,
            partition.Topic,
            partition.Partition,
            fault.Kind.ToString(),
            fault.Message,
            fault.Offset,
            notedAt
        );
        while (true)
        {
            if (await store.CreateAsync(name, Marker.Content(content), cancellationToken) == CreateOutcome.Created)
                return fault;
            if (await FindAsync(partition, cancellationToken) is { } standing)
                return standing;
        }
    }

    /// <summary>Nothing happens where none stands.</summary>
    public Task ClearAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        store.DeleteAsync(FaultName.Of(partition), cancellationToken);

    /// <summary>Those of all partitions of all topics that are staged here.</summary>
    public async Task<IReadOnlyDictionary<TopicPartition, PartitionFault>> ListAsync(CancellationToken cancellationToken)
    {
        var faults = new SortedDictionary<TopicPartition, PartitionFault>();
        await foreach (ObjectEntry entry in store.ListAsync(FaultName.Folder, null, cancellationToken))
        {
            if (
                FaultName.TryParse(entry.Name, out TopicPartition partition) && await FindAsync(partition, cancellationToken) is { } fault // else cleared meanwhile
            )
            {
                faults[partition] = fault;
            }
        }

        return faults;
    }

    private PartitionFault Read(string name, Content content)
    {
        if (content.Version != Version)
            return Unknown(name, $"it is of version {content.Version}");
        return Enum.TryParse(content.Kind, out FaultKind kind) && kind.ToString() == content.Kind && !string.IsNullOrEmpty(content.Message)
            ? new PartitionFault(kind, content.Message) { Offset = content.Offset }
            : Unknown(name, "it names no fault that this version knows");
    }

    private PartitionFault Unknown(string name, string why) => PartitionFaults.Unknown($"{store.DisplayName.TrimEnd('/')}/{name}", why);

    private sealed record Content(
        int Version,
        string? Topic,
        int Partition,
        string? Kind,
        string? Message,
        long? Offset,
        DateTimeOffset NotedAt
    );
}
