namespace KafkaStore.Scripted.Log;

/// <summary>Which transactions of a partition are open, and which were aborted.</summary>
internal sealed class TransactionIndex
{
    private readonly List<AbortedTransaction> aborted = [];
    private readonly Dictionary<long, long> open = [];

    /// <summary>Where the first open one begins; null where none is.</summary>
    public long? FirstOpen => open.Count == 0 ? null : open.Values.Min();

    public IReadOnlyList<AbortedTransaction> Aborted(long from, long below) =>
        [.. aborted.Where(transaction => transaction.Marker >= from && transaction.FirstOffset < below)];

    public void Note(RecordBatch batch)
    {
        if (!batch.IsTransactional)
            return;
        if (!batch.IsControl)
            open.TryAdd(batch.ProducerId, batch.BaseOffset);
        else if (open.Remove(batch.ProducerId, out long first) && !ControlBatch.Commits(batch))
            aborted.Add(new AbortedTransaction(batch.ProducerId, first, batch.BaseOffset));
    }

    public void DeleteBefore(long offset) => aborted.RemoveAll(transaction => transaction.Marker < offset);

    public void TruncateTo(long offset)
    {
        foreach (AbortedTransaction transaction in aborted.Where(transaction => transaction.Marker >= offset))
            open.TryAdd(transaction.ProducerId, transaction.FirstOffset);
        aborted.RemoveAll(transaction => transaction.Marker >= offset);
        foreach (long producer in open.Where(transaction => transaction.Value >= offset).Select(transaction => transaction.Key).ToList())
            open.Remove(producer);
    }
}
