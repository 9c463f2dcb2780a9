namespace KafkaStore.Simulation.Broker;

/// <summary>One partition's log, and beside each offset what became of its record: the truth that the archive is held against.</summary>
internal sealed class SimulatedPartition(SimulatedTopic topic, int number, long firstOffset)
{
    private readonly List<Slot> slots = [];

    public SimulatedTopic Topic => topic;

    /// <summary>As Kafka calls it.</summary>
    public TopicPartition Partition { get; } = new(SimulatedTopic.Name, number);

    /// <summary>As the archive calls it; null while that has no generation for it.</summary>
    public TopicPartition? Name => topic.Generation is { } generation ? Partition with { Topic = generation.ToString() } : null;

    public Sickness? Sickness { get; set; }

    /// <summary>Where that begins, if it is damaged.</summary>
    public long DamagedAt { get; set; }

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

    /// <summary>From the log start on, all below it was staged under its own name, or archived, or is empty.</summary>
    public long StagedEnd
    {
        get
        {
            long offset = LogStart;
            while (offset < VisibleEnd && this[offset] is { Record: null } or { EverStaged: true } or { Archived: true })
                offset++;
            return offset;
        }
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

        /// <summary>Undamaged staged chunks of its own generation that hold it.</summary>
        public int Copies { get; set; }

        /// <summary>Chunks under the name of another generation that hold it.</summary>
        public int OtherCopies { get; set; }

        /// <summary>Chunks that are kept aside and hold it.</summary>
        public int Asides { get; set; }

        /// <summary>Under the name of its own generation.</summary>
        public bool EverStaged { get; set; }

        /// <summary>Anywhere.</summary>
        public bool EverKept { get; set; }

        public bool Archived { get; set; }

        /// <summary>The broker deleted it before it was accepted, and the archive says so.</summary>
        public bool NotedLost { get; set; }
    }
}
