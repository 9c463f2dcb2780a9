namespace KafkaStore.Tests.Restoring;

/// <summary>
/// A cluster in memory whose writer can be killed at any step. Of what was written and not flushed a first part of each
/// partition's is there then, and some more comes while the next run looks on.
/// </summary>
internal sealed class MemoryTarget(Random random) : IRestoreTarget, IRecordLog
{
    private readonly Dictionary<string, int> topics = [];
    private readonly Dictionary<string, Dictionary<string, string>> settings = [];
    private readonly List<(TopicPartition Partition, Record Record)> late = [];
    private int looks;

    public ScriptedLog Broker { get; } = new();

    /// <summary>The step at which it dies; each question, record and flush is one.</summary>
    public CrashPoint Crash { get; set; } = new(long.MaxValue);

    /// <summary>After how many looks at the ends the late records come. Default: at the first.</summary>
    public int LateAfterLooks { get; set; }

    /// <summary>The topics give every record the time of its arrival.</summary>
    public bool StampsRecords { get; set; }

    /// <summary>What is seen of a partition's bounds. Default: the truth.</summary>
    public Func<LogBounds, LogBounds> Seen { get; set; } = bounds => bounds;

    /// <summary>Done before every flush.</summary>
    public Action BeforeFlush { get; set; } = () => { };

    /// <summary>What it has against a record, said by the flush after it. Default: nothing.</summary>
    public Func<TopicPartition, Record, RecordRefusedException?> Refuse { get; set; } = (_, _) => null;

    public IRecordLog Log => this;

    public void AddTopic(string topic, int partitions)
    {
        topics[topic] = partitions;
        for (int i = 0; i < partitions; i++)
            Broker.AddPartition(new TopicPartition(topic, i));
    }

    public Task<int?> FindPartitionCountAsync(string topic, CancellationToken cancellationToken)
    {
        Crash.Step();
        return Task.FromResult<int?>(topics.TryGetValue(topic, out int count) ? count : null);
    }

    /// <summary>What a topic has unless it is made otherwise.</summary>
    public Dictionary<string, string> Defaults { get; } = new() { [TopicSettings.CleanupPolicy] = "delete" };

    /// <summary>Another makes the topic while this is asked to.</summary>
    public Action<string>? Instead { get; set; }

    public Task<TopicSettings> AskSettingsAsync(string topic, CancellationToken cancellationToken)
    {
        Crash.Step();
        return Task.FromResult(NewTopic.With(new TopicSettings(Defaults), settings.GetValueOrDefault(topic, [])));
    }

    public Task<TopicSettings> AskDefaultsAsync(CancellationToken cancellationToken) => Task.FromResult(new TopicSettings(Defaults));

    public Dictionary<string, string> SettingsOf(string topic) =>
        settings.TryGetValue(topic, out Dictionary<string, string>? own) ? own : settings[topic] = [];

    public Task<bool> CreateTopicAsync(
        string topic,
        int partitions,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken
    )
    {
        if (Instead is null)
        {
            AddTopic(topic, partitions);
            this.settings[topic] = new Dictionary<string, string>(settings);
        }

        Instead?.Invoke(topic);
        Crash.Step();
        return Task.FromResult(Instead is null);
    }

    public IRecordWriter OpenWriter(WriterLimits limits) => new Writer(this);

    public async Task<BoundsAnswer> AskBoundsAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        Crash.Step();
        if (looks++ >= LateAfterLooks)
        {
            foreach ((TopicPartition partition, Record record) in late)
                Broker.Append(partition, record);
            late.Clear();
        }

        BoundsAnswer answer = await Broker.AskBoundsAsync(topics, cancellationToken);
        return answer with { Bounds = [.. answer.Bounds.Select(Seen)] };
    }

    public ILogCursor OpenCursor(TopicPartition partition)
    {
        Crash.Step();
        return Broker.OpenCursor(partition);
    }

    private sealed class Writer(MemoryTarget target) : IRecordWriter
    {
        private readonly DeliveredOffsets offsets = new();
        private readonly List<(TopicPartition Partition, Record Record)> pending = [];
        private bool flushed = true;

        public ValueTask WriteAsync(TopicPartition partition, Record record, CancellationToken cancellationToken)
        {
            flushed = false;
            pending.Add((partition, RecordEncoding.Decode(RecordEncoding.Encode(record)))); // its memory is another's, as with a real client
            target.Crash.Step();
            return ValueTask.CompletedTask;
        }

        public Task FlushAsync(CancellationToken cancellationToken)
        {
            target.BeforeFlush();
            target.Crash.Step();
            foreach ((TopicPartition partition, Record record) in pending)
            {
                if (target.Refuse(partition, record) is { } refused)
                    throw refused;
                offsets.Note(
                    partition,
                    target.Broker.Append(partition, target.StampsRecords ? record with { Timestamp = 1 } : record).Offset
                );
            }

            pending.Clear();
            flushed = true;
            target.Crash.Step();
            return Task.CompletedTask;
        }

        public DeliveredRange? Delivered(TopicPartition partition) => offsets.Of(partition);

        // Disposed without a flush it was killed.
        public ValueTask DisposeAsync()
        {
            if (flushed)
                return ValueTask.CompletedTask;
            int arrived = target.Next(pending.Count + 1);
            int sent = target.Next(arrived, pending.Count + 1);
            foreach ((TopicPartition partition, Record record) in pending.Take(arrived))
                target.Broker.Append(partition, record);
            target.late.AddRange(pending.Take(sent).Skip(arrived));
            target.looks = 0;
            return ValueTask.CompletedTask;
        }
    }

    private int Next(int end) => random.Next(end);

    private int Next(int from, int end) => random.Next(from, end);
}
