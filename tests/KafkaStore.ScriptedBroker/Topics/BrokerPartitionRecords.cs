namespace KafkaStore.Scripted.Topics;

/// <summary>What a script does to a partition's records. Each append is one batch, and its result is its first offset.</summary>
public sealed partial class BrokerPartition
{
    /// <summary>The oldest offset.</summary>
    public long Start => Log.Start;

    /// <summary>The next offset, the high watermark.</summary>
    public long End => Log.End;

    /// <summary>Up to where a read-committed consumer is given records.</summary>
    public long LastStable => Log.LastStable;

    private MemoryLog Own =>
        Log as MemoryLog
        ?? throw new InvalidOperationException($"{this} is endless and made of prepared batches; make another topic to write to.");

    public long Append(params IReadOnlyList<LogRecord> records) => AppendBatch(records, BatchProducer.None, BatchAttributes.None);

    /// <summary>Many records, in batches of up to <paramref name="perBatch"/>.</summary>
    public void Fill(int count, Func<int, LogRecord> record, int perBatch = 500)
    {
        foreach (int[] numbers in Enumerable.Range(0, count).Chunk(perBatch))
            Append([.. numbers.Select(record)]);
    }

    public long CommittedTransaction(params IReadOnlyList<LogRecord> records)
    {
        Transaction transaction = OpenTransaction(records);
        transaction.Commit();
        return transaction.FirstOffset;
    }

    public long AbortedTransaction(params IReadOnlyList<LogRecord> records)
    {
        Transaction transaction = OpenTransaction(records);
        transaction.Abort();
        return transaction.FirstOffset;
    }

    /// <summary>Records of a producer of their own, behind which nothing is stable until it commits or aborts.</summary>
    public Transaction OpenTransaction(params IReadOnlyList<LogRecord> records)
    {
        var transaction = new Transaction(this, Topic.Broker.Producers.NextId());
        transaction.Append(records);
        return transaction;
    }

    /// <summary>Removes records as the log cleaner does, which leaves gaps; the offsets of what stays don't change.</summary>
    /// <param name="keepsEmptyBatches">Keep the batches that nothing is left of, as Kafka does with a producer's last one.</param>
    public void Compact(Func<LogRecord, bool> keeps, bool keepsEmptyBatches = false) =>
        Topic.Broker.Change(() => Compaction.Run(Own, keeps, keepsEmptyBatches));

    /// <summary>Keeps each key's newest record alone.</summary>
    public void Compact() =>
        Topic.Broker.Change(() =>
        {
            Dictionary<string, long> newest = [];
            foreach (LogRecord record in Own.Batches.Where(batch => !batch.IsControl).SelectMany(BatchReader.Read))
                newest[record.KeyText ?? ""] = record.Offset;
            Compaction.Run(Own, record => newest[record.KeyText ?? ""] == record.Offset, keepsEmptyBatches: false);
        });

    /// <summary>
    /// The next record gets this offset; nothing was ever at those before it. Until that record is there, clients wait at the gap and
    /// report no end, since Kafka itself leaves none at a log's end.
    /// </summary>
    public void SkipTo(long offset) => Topic.Broker.Change(() => Own.SkipTo(offset));

    /// <summary>As retention and DeleteRecords: what precedes the offset can't be read any more.</summary>
    public void DeleteRecordsBefore(long offset) => Topic.Broker.Change(() => Own.DeleteBefore(offset));

    internal void DeleteRecordsOlderThan(long timestamp) =>
        Topic.Broker.Change(() =>
            Own.DeleteBefore(Own.Batches.FirstOrDefault(batch => batch.MaxTimestamp >= timestamp)?.BaseOffset ?? End)
        );

    /// <summary>The checksum of the batch that holds this offset becomes wrong; done twice it is right again.</summary>
    public void Damage(long offset) =>
        Topic.Broker.Change(() =>
            (Own.BatchAt(offset) ?? throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{this} ends at {End}.")).FlipChecksum()
        );

    internal long AppendBatch(IReadOnlyList<LogRecord> records, BatchProducer producer, BatchAttributes attributes)
    {
        long now = Topic.Broker.Now;
        return AppendBatch(BatchWriter.Write(records, now, producer, attributes));
    }

    internal long AppendBatch(RecordBatch batch) =>
        Topic.Broker.Change(() =>
        {
            if (Topic.Config.StampsAppendTime && !batch.IsControl)
                batch.Stamp(Topic.Broker.Now);
            return Own.Append(batch, LeaderEpoch);
        });
}
