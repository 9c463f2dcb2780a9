using KafkaStore.Reading.Objects;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Journals;

/// <summary>How far one partition is, written or found in the target; runs ahead of the checkpoint.</summary>
internal sealed class PartitionProgress(PartitionCheckpoint checkpoint)
{
    private readonly PartitionCheckpoint begin = checkpoint;
    private readonly List<OffsetRun> closed = [];
    private long sourceNext = checkpoint.SourceNext;
    private long records = checkpoint.Records;
    private long bytes = checkpoint.Bytes;
    private OffsetRun? open = checkpoint.OpenRun;

    public TopicPartition Source { get; } = checkpoint.Source;

    public TopicPartition Target { get; } = checkpoint.Target;

    public bool IsDone { get; private set; } = checkpoint.IsDone;

    /// <summary>Where the next record goes.</summary>
    public long TargetNext { get; private set; } = checkpoint.TargetNext;

    /// <summary>Records that an interrupted run had written after its last checkpoint.</summary>
    public long Found { get; private set; }

    /// <summary>What is still to be restored.</summary>
    public RecordRange Remaining => begin.Range with { FromOffset = sourceNext };

    /// <summary>The next record is written, or found in the target.</summary>
    /// <returns>Its bytes.</returns>
    public long Advance(Record record)
    {
        long size = RecordContent.BytesOf(record);
        if (open is { } run && run.OldFirst + run.Count == record.Offset)
        {
            open = run with { Count = run.Count + 1 };
        }
        else
        {
            CloseRun();
            open = new OffsetRun(record.Offset, TargetNext, 1);
        }

        sourceNext = record.Offset + 1;
        TargetNext++;
        records++;
        bytes += size;
        return size;
    }

    public void AdvanceFound(Record record)
    {
        Advance(record);
        Found++;
    }

    public void Complete()
    {
        IsDone = true;
        CloseRun();
    }

    /// <summary>Runs that can't grow any more and were not taken before.</summary>
    public IReadOnlyList<OffsetRun> TakeClosedRuns()
    {
        OffsetRun[] taken = [.. closed];
        closed.Clear();
        return taken;
    }

    public PartitionCheckpoint ToCheckpoint() =>
        begin with
        {
            SourceNext = sourceNext,
            TargetNext = TargetNext,
            Records = records,
            Bytes = bytes,
            IsDone = IsDone,
            OpenRun = open,
        };

    private void CloseRun()
    {
        if (open is { } run)
            closed.Add(run);
        open = null;
    }
}
