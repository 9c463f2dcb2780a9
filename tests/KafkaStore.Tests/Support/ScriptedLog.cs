namespace KafkaStore.Tests.Support;

/// <summary>
/// A broker in memory whose log a test writes: records, offsets that hold none for a read-committed reader (markers,
/// aborted or compacted records), a log start that moves up, an open transaction, an outage.
/// </summary>
public sealed class ScriptedLog : IRecordLog, ITopicIdentities, ITopicNames, IHighWatermarks
{
    // The local host asks from several threads.
    private readonly Lock gate = new();
    private readonly SortedDictionary<TopicPartition, PartitionLog> partitions = [];

    /// <summary>Null while it answers; otherwise why it does not.</summary>
    public string? Outage { get; set; }

    /// <summary>Likewise, but only where bounds are asked for.</summary>
    public string? OutageInBounds { get; set; }

    /// <summary>Cursors wait and nothing comes: a broker that is too slow to prove anything.</summary>
    public bool CursorsHearNothing { get; set; }

    /// <summary>What is said of every topic's identity; as long as nothing is said, there are no ids.</summary>
    public IdentityAnswer Identity { get; set; } = new IdentityAnswer.WithoutIds();

    /// <summary>In place of <see cref="Identity"/>: another answer each time.</summary>
    public Func<IdentityAnswer>? IdentityOf { get; set; }

    /// <summary>Runs at each read of a cursor.</summary>
    public Action? OnCursorRead { get; set; }

    /// <summary>What a cursor finds damaged; null for nothing.</summary>
    public (TopicPartition Partition, long Offset)? Unreadable { get; set; }

    /// <summary>How often a cursor was opened.</summary>
    public int CursorsOpened { get; private set; }

    /// <summary>Where which cursor was to read.</summary>
    public ConcurrentQueue<(int Cursor, TopicPartition Partition, long Offset)> Sought { get; } = [];

    /// <summary>A new and empty partition; in the place of an older one it is a topic created again.</summary>
    public void AddPartition(TopicPartition partition, long start = 0)
    {
        lock (gate)
            partitions[partition] = new PartitionLog { Start = start, End = start };
    }

    public void RemovePartition(TopicPartition partition)
    {
        lock (gate)
            partitions.Remove(partition);
    }

    /// <summary>Appends a record at the log's end; its own offset is replaced.</summary>
    public Record Append(TopicPartition partition, long timestamp, string? value = "value", string? key = null)
    {
        return Append(partition, new Record(0, timestamp, Bytes(key), Bytes(value), []));
    }

    public Record Append(TopicPartition partition, Record template)
    {
        lock (gate)
        {
            PartitionLog log = partitions[partition];
            Record record = template with { Offset = log.End };
            log.Records[log.End++] = record;
            return record;
        }
    }

    /// <summary>Offsets without a record: a transaction's marker, aborted records.</summary>
    public void Skip(TopicPartition partition, long count = 1)
    {
        lock (gate)
            partitions[partition].End += count;
    }

    /// <summary>Compaction: the record goes, its offset stays.</summary>
    public void Compact(TopicPartition partition, long offset)
    {
        lock (gate)
            partitions[partition].Records.Remove(offset);
    }

    /// <summary>Retention or deletion: nothing below is there any more.</summary>
    public void MoveStart(TopicPartition partition, long start)
    {
        lock (gate)
        {
            PartitionLog log = partitions[partition];
            log.Start = start;
            log.End = Math.Max(log.End, start);
            foreach (long offset in log.Records.Keys.TakeWhile(offset => offset < start).ToArray())
                log.Records.Remove(offset);
        }
    }

    /// <summary>An open transaction: read-committed readers see nothing from here on. Null ends it.</summary>
    public void SetOpenTransaction(TopicPartition partition, long? firstOffset) => partitions[partition].Open = firstOffset;

    public long EndOf(TopicPartition partition) => partitions[partition].VisibleEnd;

    public long StartOf(TopicPartition partition) => partitions[partition].Start;

    /// <summary>What a read-committed reader sees between these offsets, the second exclusive.</summary>
    public IReadOnlyList<Record> Read(TopicPartition partition, long from, long to = long.MaxValue)
    {
        lock (gate)
            return [.. partitions[partition].From(from).TakeWhile(record => record.Offset < to)];
    }

    /// <summary>Partitions that no broker leads at present: nothing is said of them, and nothing comes.</summary>
    public ConcurrentDictionary<TopicPartition, bool> Leaderless { get; } = [];

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        ThrowIfAway();
        lock (gate)
            return Task.FromResult<IReadOnlyList<string>>([.. partitions.Keys.Select(partition => partition.Topic).Distinct()]);
    }

    public Task<BoundsAnswer> AskBoundsAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        if (OutageInBounds is { } reason)
            throw new BrokerUnavailableException(reason);
        lock (gate)
        {
            KeyValuePair<TopicPartition, PartitionLog>[] asked = [.. partitions.Where(entry => topics.Contains(entry.Key.Topic))];
            IEnumerable<LogTrouble> unknown = topics
                .Except(asked.Select(entry => entry.Key.Topic))
                .Select(topic => new LogTrouble(topic, null, new UnknownTopicException(topic, "the scripted log")));
            IEnumerable<LogTrouble> leaderless = asked
                .Where(entry => Leaderless.ContainsKey(entry.Key))
                .Select(entry => new LogTrouble(
                    entry.Key.Topic,
                    entry.Key.Partition,
                    new BrokerUnavailableException($"{entry.Key} can't be asked about: no broker leads it at present.")
                ));
            return Task.FromResult(
                new BoundsAnswer(
                    [
                        .. asked
                            .Where(entry => !Leaderless.ContainsKey(entry.Key))
                            .Select(entry => new LogBounds(entry.Key, entry.Value.Start, entry.Value.VisibleEnd)),
                    ],
                    [.. unknown, .. leaderless]
                )
            );
        }
    }

    public Task<IReadOnlyDictionary<TopicPartition, long>> GetAsync(
        IReadOnlyCollection<TopicPartition> partitions,
        CancellationToken cancellationToken
    )
    {
        ThrowIfAway();
        lock (gate)
        {
            return Task.FromResult<IReadOnlyDictionary<TopicPartition, long>>(
                partitions
                    .Where(this.partitions.ContainsKey)
                    .ToDictionary(partition => partition, partition => this.partitions[partition].End)
            );
        }
    }

    public Task<IdentityAnswer> AskAsync(string topic, CancellationToken cancellationToken) =>
        Task.FromResult(Outage is { } reason ? new IdentityAnswer.NoAnswer(reason) : IdentityOf?.Invoke() ?? Identity);

    public ILogCursor OpenCursor(TopicPartition partition)
    {
        return new Cursor(this, ++CursorsOpened, partition);
    }

    /// <summary>The next item from an offset on, as a cursor or a source sees it.</summary>
    public LogItem ItemAt(TopicPartition partition, long offset)
    {
        ThrowIfAway();
        lock (gate)
        {
            PartitionLog log =
                partitions.GetValueOrDefault(partition) ?? throw new BrokerUnavailableException($"The scripted log has no {partition}.");
            if (offset < log.Start || offset > log.End)
                return LogItem.OutOfRange(offset);
            foreach (Record record in log.From(offset))
                return LogItem.Of(record);

            // Behind an open transaction there is neither a record nor an end.
            return log.Open is not null && log.VisibleEnd < log.End && offset >= log.VisibleEnd
                ? LogItem.Nothing(offset)
                : LogItem.EndOfPartition(Math.Max(offset, log.VisibleEnd));
        }
    }

    private static ReadOnlyMemory<byte>? Bytes(string? text) =>
        text is null ? default(ReadOnlyMemory<byte>?) : System.Text.Encoding.UTF8.GetBytes(text);

    private void ThrowIfAway()
    {
        if (Outage is { } reason)
            throw new BrokerUnavailableException(reason);
    }

    private sealed class PartitionLog
    {
        public SortedList<long, Record> Records { get; } = [];

        public long Start { get; set; }

        public long End { get; set; }

        public long? Open { get; set; }

        public long VisibleEnd => Open is { } open ? Math.Min(open, End) : End;

        public IEnumerable<Record> From(long offset)
        {
            IList<long> keys = Records.Keys;
            int low = 0;
            int high = keys.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (keys[middle] < offset)
                    low = middle + 1;
                else
                    high = middle;
            }

            for (; low < keys.Count && keys[low] < VisibleEnd; low++)
                yield return Records.Values[low];
        }
    }

    private sealed class Cursor(ScriptedLog log, int number, TopicPartition partition) : ILogCursor
    {
        private long at;

        public Task SeekAsync(long offset, CancellationToken cancellationToken)
        {
            log.Sought.Enqueue((number, partition, offset));
            at = offset;
            return Task.CompletedTask;
        }

        public ValueTask<LogItem> ReadAsync(CancellationToken cancellationToken)
        {
            log.OnCursorRead?.Invoke();
            if (log.Unreadable is var (sick, offset) && sick == partition && at >= offset)
                throw new UnreadableLogException(partition, offset, "its checksum is wrong");
            LogItem item = log.CursorsHearNothing ? LogItem.Nothing(at) : log.ItemAt(partition, at);
            at = item.Kind == LogItemKind.Record ? item.Offset + 1 : item.Offset;
            return ValueTask.FromResult(item);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
