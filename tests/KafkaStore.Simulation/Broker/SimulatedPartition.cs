namespace KafkaStore.Simulation.Broker;

/// <summary>One partition's log, and beside each offset what became of its record: the truth that the archive is held against.</summary>
internal sealed class SimulatedPartition(TopicPartition partition, long firstOffset)
{
    private readonly List<Slot> slots = [];

    public TopicPartition Partition => partition;

    public long FirstOffset { get; } = firstOffset;

    public long LogStart { get; private set; } = firstOffset;

    public long LogEnd => FirstOffset + slots.Count;

    /// <summary>First offset of an open transaction, or null.</summary>
    public long? OpenTransaction { get; private set; }

    /// <summary>Read-committed end.</summary>
    public long VisibleEnd => OpenTransaction ?? LogEnd;

    /// <summary>Where the archive begins, once the marker says so.</summary>
    public long? Start { get; set; }

    /// <summary>Where the archive ends; null without objects.</summary>
    public long? ChainEnd { get; set; }

    public Sha256Hash? LastChainHash { get; set; }

    /// <summary>The highest offset that was ever committed.</summary>
    public long CommittedHigh { get; set; }

    public Slot this[long offset] => slots[(int)(offset - FirstOffset)];

    public bool Has(long offset) => offset >= FirstOffset && offset < LogEnd;

    public long ArchivedEnd => ChainEnd ?? Start ?? FirstOffset;

    public void Append(long timestamp, byte[]? key, byte[]? value)
    {
        var record = new Record(LogEnd, timestamp, Optional(key), Optional(value), []);
        slots.Add(new Slot { Record = record, Encoded = RecordEncoding.Encode(record) });
    }

    public void Skip() => slots.Add(new Slot());

    public void BeginTransaction() => OpenTransaction ??= LogEnd;

    /// <summary>Ends with a marker, which holds no record; aborted records were never to be seen.</summary>
    public void EndTransaction(bool commit)
    {
        if (OpenTransaction is not { } first)
            return;
        for (long offset = first; !commit && offset < LogEnd; offset++)
            this[offset].Record = null;
        Skip();
        OpenTransaction = null;
    }

    public void MoveStart(long offset) => LogStart = Math.Max(LogStart, Math.Min(offset, VisibleEnd));

    /// <summary>The first record that a read-committed reader meets from there on.</summary>
    public Record? NextVisible(long from)
    {
        for (long offset = Math.Max(from, LogStart); offset < VisibleEnd; offset++)
        {
            if (this[offset].Record is { } record)
                return record;
        }

        return null;
    }

    private static ReadOnlyMemory<byte>? Optional(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;

    internal sealed class Slot
    {
        /// <summary>Null where there is nothing for a read-committed reader.</summary>
        public Record? Record { get; set; }

        public EncodedRecord Encoded { get; init; }

        /// <summary>Undamaged staged chunks that hold it.</summary>
        public int Copies { get; set; }

        public bool EverStaged { get; set; }

        public bool Archived { get; set; }

        /// <summary>The broker deleted it before it was accepted, and the archive says so.</summary>
        public bool NotedLost { get; set; }
    }
}
