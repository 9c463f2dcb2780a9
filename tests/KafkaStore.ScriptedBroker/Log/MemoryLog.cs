namespace KafkaStore.Scripted.Log;

/// <summary>A log that is appended to, compacted, truncated and damaged; it keeps batches as they came.</summary>
internal sealed class MemoryLog : PartitionLog
{
    private readonly TransactionIndex transactions = new();
    private List<RecordBatch> batches = [];
    private long start;
    private long end;

    public override long Start => start;

    public override long End => end;

    public override long LastStable => transactions.FirstOpen ?? end;

    public IReadOnlyList<RecordBatch> Batches => batches;

    public override IReadOnlyList<AbortedTransaction> Aborted(long from, long below) => transactions.Aborted(from, below);

    /// <returns>The batch's first offset.</returns>
    public long Append(RecordBatch batch, int leaderEpoch)
    {
        batch.BaseOffset = end;
        batch.LeaderEpoch = leaderEpoch;
        transactions.Note(batch);
        batches.Add(batch);
        end = batch.LastOffset + 1;
        return batch.BaseOffset;
    }

    /// <summary>The next record gets this offset; those before it are taken up by nothing.</summary>
    public void SkipTo(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, end);
        if (batches.Count == 0 && start == end)
            start = offset;
        end = offset;
    }

    public void DeleteBefore(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, end);
        start = Math.Max(start, offset);
        batches.RemoveAll(batch => batch.LastOffset < start);
        transactions.DeleteBefore(start);
    }

    /// <summary>Loses the newest records, as an unclean election of a leader does.</summary>
    public void TruncateTo(long offset)
    {
        end = Math.Min(end, offset);
        start = Math.Min(start, end);
        batches.RemoveAll(batch => batch.BaseOffset >= end);
        if (batches.Count > 0)
            end = Math.Max(start, batches[^1].LastOffset + 1);
        transactions.TruncateTo(end);
    }

    public void Replace(Func<RecordBatch, RecordBatch?> with) => batches = [.. batches.Select(with).OfType<RecordBatch>()];

    /// <summary>The batch that holds the offset or, in a gap, the first behind it.</summary>
    public RecordBatch? BatchAt(long offset) => batches.ElementAtOrDefault(IndexOf(offset));

    public override (int Bytes, long Next) Read(long offset, long below, int mostBytes, bool atLeastOne, List<ReadOnlyMemory<byte>> into)
    {
        int size = 0;
        for (int i = IndexOf(offset); i < batches.Count && batches[i].BaseOffset < below; i++)
        {
            byte[] bytes = batches[i].Bytes;
            if (size + bytes.Length > mostBytes && !(atLeastOne && size == 0))
                break;
            into.Add(bytes);
            size += bytes.Length;
            offset = batches[i].LastOffset + 1;
        }

        return (size, offset);
    }

    public override (long Offset, long Timestamp)? FirstNotBefore(long timestamp) =>
        batches
            .Where(batch => !batch.IsControl && batch.MaxTimestamp >= timestamp)
            .SelectMany(Times)
            .Where(time => time.Offset >= start && time.Timestamp >= timestamp)
            .Cast<(long, long)?>()
            .FirstOrDefault();

    public override (long Offset, long Timestamp)? Newest() =>
        batches
            .Where(batch => !batch.IsControl && batch.Count > 0)
            .SelectMany(Times)
            .OrderByDescending(time => time.Timestamp)
            .ThenBy(time => time.Offset)
            .Cast<(long, long)?>()
            .FirstOrDefault();

    // A compressed batch says nothing of its records but the first one's time and the newest.
    private static IEnumerable<(long Offset, long Timestamp)> Times(RecordBatch batch) =>
        batch.IsCompressed
            ? [(batch.BaseOffset, batch.BaseTimestamp), (batch.BaseOffset, batch.MaxTimestamp)]
            : BatchReader.Read(batch).Select(record => (record.Offset, record.Timestamp!.Value));

    private int IndexOf(long offset)
    {
        int low = 0;
        for (int high = batches.Count; low < high; )
        {
            int middle = (low + high) / 2;
            if (batches[middle].LastOffset < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
