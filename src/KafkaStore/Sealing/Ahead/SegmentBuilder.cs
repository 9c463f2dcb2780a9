using KafkaStore.Archiving;
using KafkaStore.Containers;
using KafkaStore.Containers.Blocks;
using KafkaStore.Deciding;
using KafkaStore.Staging;
using KafkaStore.Storage.Local;

namespace KafkaStore.Sealing.Ahead;

/// <summary>A segment in the making: its records in the container's form, and what decides where it ends.</summary>
/// <param name="name">Of its object.</param>
/// <param name="budget">As in <see cref="ContainerBody"/>.</param>
internal sealed class SegmentBuilder(ArchiveName name, ArchiverOptions options, BlockBudget? budget = null) : IDisposable
{
    // Of what is compressed, enough for the only block of a small segment: where many are open, files hold the others' blocks.
    private const int MemoryLimitBytes = 64 * 1024;

    private readonly TopicPolicy policy = options.OfSegment(name.Partition, name.BaseOffset);

    private ContainerBody? body;
    private ContainerFacts? facts;
    private OpenSegment open;
    private DateTimeOffset? firstAcceptedAt;

    public ArchiveName Name => name;

    /// <summary>Only how large its object would be is wanted: what is compressed is counted and not kept.</summary>
    public bool CountsOnly { get; init; }

    /// <summary>What ends it.</summary>
    public SegmentPolicy Policy => policy.Segments;

    public bool IsEmpty => open.IsEmpty;

    /// <summary>When the last accepted of what makes it was accepted.</summary>
    public DateTimeOffset LastAcceptedAt { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Of the last record.</summary>
    public long LastOffset { get; private set; } = -1;

    public SegmentFigures Figures => SegmentFigures.Of(open, firstAcceptedAt);

    public ContainerBody Body => body ?? throw new InvalidOperationException($"{name} has no record.");

    /// <summary>Whether this record ends it by its age, and is the next one's first.</summary>
    public bool EndsBefore(MergedRecord merged)
    {
        if (!open.EndsBefore(merged.Record.Timestamp, policy.Segments))
            return false;

        // It is this record that ends the segment: were it of another topic, the segment would go on.
        if (merged.AcceptedAt > LastAcceptedAt)
            LastAcceptedAt = merged.AcceptedAt;
        return true;
    }

    /// <summary>Its bytes are copied.</summary>
    /// <returns>Why it was the last record, if it was.</returns>
    public async ValueTask<RollReason?> AppendAsync(MergedRecord merged)
    {
        body ??= new ContainerBody(
            name,
            policy.Codec,
            CountsOnly ? SpoolFile.CountingOnly() : new SpoolFile(options.SpoolFolder, MemoryLimitBytes),
            options.CompressionParallelism,
            budget
        );
        if (open.IsEmpty || merged.AcceptedAt < firstAcceptedAt)
            firstAcceptedAt = merged.AcceptedAt;
        if (merged.AcceptedAt > LastAcceptedAt)
            LastAcceptedAt = merged.AcceptedAt;
        await body.AppendAsync(merged.Record);
        LastOffset = merged.Record.Offset;
        return open.Append(merged.Record.Timestamp, merged.Record.Bytes.Length, policy.Segments);
    }

    public bool IsComplete => facts is not null;

    /// <summary>Nothing more is appended.</summary>
    public async Task<ContainerFacts> CompleteAsync() => facts ??= await Body.CompleteAsync();

    public void Dispose() => body?.Dispose();
}
