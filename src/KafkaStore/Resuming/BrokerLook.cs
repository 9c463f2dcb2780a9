using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Sealing;
using KafkaStore.Sealing.Archived;

namespace KafkaStore.Resuming;

/// <summary>What the broker says of a partition that is faulted: which topic it has, and whether its records are those that were accepted.</summary>
internal sealed class BrokerLook(SealingParts parts, StagedLook staged)
{
    /// <summary>Whether a later generation is noted: then the broker can say nothing more of this one.</summary>
    public async Task<bool> IsFormerAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        TopicGeneration.TryParse(partition.Topic, out TopicGeneration generation)
        && await parts.Markers.FindNewestAsync(generation.Topic, cancellationToken) is { } newest
        && newest.Generation > generation;

    /// <summary>Whether its topic has another id than the one that is noted.</summary>
    /// <exception cref="BrokerUnavailableException">It does not give one now, and one is noted.</exception>
    public async Task<bool> HasOtherTopicAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        if (
            !TopicGeneration.TryParse(partition.Topic, out TopicGeneration generation)
            || await parts.Markers.FindAsync(generation, cancellationToken) is not { } noted
        )
        {
            return false;
        }

        return await parts.Identities.AskAsync(generation.Topic, cancellationToken) switch
        {
            IdentityAnswer.Known known => known.Id != noted.Identity.Id,
            IdentityAnswer.UnknownTopic => throw NotTold(partition, $"the brokers have no topic {generation.Topic} at present"),
            IdentityAnswer.NoAnswer silent => throw NotTold(partition, silent.Reason),
            _ => throw NotTold(partition, $"the brokers give topic {generation.Topic} no id at present, and it had {noted.Identity.Id}"),
        };
    }

    /// <summary>Its log reaches what was accepted, and where it still has a record that was, at the end or where the fault was met, it is the same.</summary>
    /// <param name="met">Where the fault was met; null where it is about no offset.</param>
    /// <exception cref="PartitionFaultException">It does not, or it is not.</exception>
    public async Task EnsureSameRecordsAsync(
        ArchivePosition position,
        IReadOnlyList<ChunkName> chunks,
        long? met,
        CancellationToken cancellationToken
    )
    {
        LogBounds bounds = await BoundsAsync(position.Partition, cancellationToken);
        long accepted = AcceptedEnd(position, chunks);
        if (bounds.End < accepted)
            throw PartitionFaults.LogShrunk(new BrokerView(position.Partition, bounds.Start, bounds.End, accepted));
        if ((await parts.Comparison.CompareAsync(position, cancellationToken)).DifferentAt is { } archived)
            throw PartitionFaults.OtherAtBroker(position.Partition, archived);
        await using ILogCursor cursor = parts.Log.OpenCursor(position.Partition);
        if (met is { } at)
        {
            foreach (EncodedRecord there in await staged.FindAtAsync(chunks, at, cancellationToken))
                await EnsureSameAsync(cursor, bounds, there, cancellationToken);
        }

        if (await staged.FindLastAsync(chunks, cancellationToken) is { } last)
            await EnsureSameAsync(cursor, bounds, last, cancellationToken);
    }

    /// <summary>Whether what the fault says is nowhere is there after all: archived, staged, or at the broker.</summary>
    public async Task<bool> HasAsync(
        ArchivePosition position,
        IReadOnlyList<ChunkName> chunks,
        PartitionFault fault,
        CancellationToken cancellationToken
    )
    {
        if (fault.Offset is not { } from)
            return true;
        return position.Checkpoint > from
            || chunks.Any(chunk => chunk.First <= from && chunk.Last >= from)
            || (await BoundsAsync(position.Partition, cancellationToken)).Start <= from;
    }

    /// <summary>Whether it still has a record there that no archive can hold.</summary>
    public async Task<bool> HasTooLargeAsync(TopicPartition partition, PartitionFault fault, CancellationToken cancellationToken)
    {
        if (fault.Offset is not { } offset || (await BoundsAsync(partition, cancellationToken)).Start > offset)
            return false;
        await using ILogCursor cursor = parts.Log.OpenCursor(partition);
        await cursor.SeekAsync(offset, cancellationToken);
        LogItem item = await cursor.ReadAsync(cancellationToken);
        if (item.Kind == LogItemKind.Nothing)
            throw NotTold(partition, $"nothing came of offset {offset} in time");
        return item.Record is { } record
            && record.Offset == offset
            && RecordEncoding.Encode(record).Bytes.Length > ContainerLimits.MaximumRecordBytes;
    }

    private static async Task EnsureSameAsync(
        ILogCursor cursor,
        LogBounds bounds,
        EncodedRecord accepted,
        CancellationToken cancellationToken
    )
    {
        if (accepted.Offset >= bounds.Start && await IdentityComparison.DiffersAsync(cursor, accepted, cancellationToken))
            throw PartitionFaults.OtherAtBroker(bounds.Partition, accepted.Offset);
    }

    private static long AcceptedEnd(ArchivePosition position, IReadOnlyList<ChunkName> chunks) =>
        chunks.Select(chunk => chunk.Last + 1).Append(position.Checkpoint).Max();

    private async Task<LogBounds> BoundsAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        await parts.Log.FindBoundsAsync(partition, cancellationToken)
        ?? throw NotTold(partition, "the broker does not know the partition now");

    private static BrokerUnavailableException NotTold(TopicPartition partition, string why) =>
        new($"Whether the cause of the fault of {partition} is gone can't be told now: {why}. Nothing was changed; ask again later.");
}
