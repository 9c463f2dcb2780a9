using KafkaStore.Archiving;
using KafkaStore.Containers;
using KafkaStore.Sealing.Ahead;
using KafkaStore.Sealing.Archived;
using KafkaStore.Staging;

namespace KafkaStore.Estimating;

/// <summary>
/// Puts the records of a window through what makes segments of them, and keeps only how large they become. Of a window that is a whole
/// partition these are the segments that archiving makes.
/// </summary>
/// <param name="sample">What it adds to.</param>
/// <param name="found">Told of each object that is complete, and last of what is open.</param>
internal sealed class WindowReader(PartitionSample sample, ArchiverOptions options, OffsetRange window, Action<PredictedObject>? found)
    : IDisposable
{
    // Of a window; a whole partition has more ups and downs.
    private const int KnotsOfAWindow = 16;
    private const int KnotsOfAll = 4096;

    // An entry of the index in the header: four numbers.
    internal const int IndexEntryBytes = 20;

    private readonly Course course = new(sample.IsWhole ? KnotsOfAll : KnotsOfAWindow);
    private readonly ArrayBufferWriter<byte> memory = new();
    private OffsetRange known = window;
    private ArchivePosition position = new(sample.Partition, window.From, null, null);
    private SegmentBuilder? open;
    private long records;
    private long bytes;

    /// <summary>Encoded bytes so far.</summary>
    public long Bytes => bytes;

    /// <summary>What lies before this was deleted while it was read.</summary>
    public void GoOnAt(long offset)
    {
        if (records > 0)
            return;
        known = known with { From = offset };
        position = position with { Checkpoint = offset };
    }

    public async ValueTask AddAsync(Record record)
    {
        memory.ResetWrittenCount();
        RecordEncoding.Write(memory, record);
        if (memory.WrittenCount > ContainerLimits.MaximumRecordBytes)
        {
            sample.TooLargeAt ??= record.Offset;
            return;
        }

        // When it is accepted decides nothing where each record comes once.
        var merged = new MergedRecord(new EncodedRecord(record.Offset, record.Timestamp, memory.WrittenMemory), DateTimeOffset.UnixEpoch);
        records++;
        bytes += memory.WrittenCount;
        course.Add(record.Timestamp, memory.WrittenCount);
        if (record.Timestamp >= 0)
        {
            sample.SmallestTimestamp = Math.Min(sample.SmallestTimestamp ?? long.MaxValue, record.Timestamp);
            sample.LargestTimestamp = Math.Max(sample.LargestTimestamp ?? 0, record.Timestamp);
        }

        if (open?.EndsBefore(merged) == true)
            await EndAsync(RollReason.Age);
        open ??= new SegmentBuilder(position.NextName, options) { CountsOnly = true };
        if (await open.AppendAsync(merged) is { } reason)
            await EndAsync(reason);
    }

    /// <param name="to">Up to where the partition is known of.</param>
    public async Task<WindowSample> CompleteAsync(long to)
    {
        if (open is not null)
            await EndAsync(null);
        return new WindowSample(known with { To = to }, records, bytes, course.Knots);
    }

    public void Dispose() => open?.Dispose();

    private async Task EndAsync(RollReason? reason)
    {
        using SegmentBuilder segment = open!;
        open = null;
        ContainerFacts container = await segment.CompleteAsync();

        // What nothing ends yet is as large as if somebody asked for it now.
        SegmentFacts facts = position.FactsOf(container, reason ?? RollReason.Requested, segment.Policy);
        long length = new ContainerContent(segment.Body, facts.ToMetadata()).Length;
        long header = length - segment.Body.Length;
        var predicted = new PredictedObject(
            container.Name,
            facts.NextOffset,
            container.Records,
            segment.Figures.Bytes,
            length,
            header,
            reason
        );
        position = ArchivePosition.After(facts);
        sample.BodyBytes += segment.Body.Length;
        sample.HeaderBytes = Math.Max(sample.HeaderBytes, header - ((container.Blocks.Count - 1) * IndexEntryBytes));
        if (reason is { } ended)
            sample.Complete.Add(ended, length);
        else if (sample.IsWhole)
            sample.Open = predicted;
        found?.Invoke(predicted);
    }
}
