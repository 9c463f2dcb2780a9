namespace KafkaStore.Scripted;

/// <summary>A Kafka cluster in this process that does what a script says, over real TCP on 127.0.0.1.</summary>
/// <remarks>
/// <code>
/// await using var broker = ScriptedBroker.Start();
/// Topic orders = broker.CreateTopic("orders", partitions: 3);
/// orders[0].Append(LogRecord.Numbered(10));
/// orders[0].AbortedTransaction(LogRecord.Of("k", "never seen"));
/// orders[1].LoseLeader();
/// broker.Recreate("orders");          // another id, offsets from 0
/// </code>
/// Clients connect to <see cref="Bootstrap"/>. Where things are:
/// <list type="bullet">
/// <item>records, transactions, compaction, deletion, damage, leaders and their epochs, errors: <see cref="BrokerPartition"/>;</item>
/// <item>growth, settings, errors: <see cref="Topic"/>; any size at the speed of memory: <see cref="CreateEndlessTopic"/>;</item>
/// <item>addresses, nodes that lag behind the others, nodes that are down: <see cref="BrokerNode"/>;</item>
/// <item>delays, throttling, broken connections: <see cref="Faults"/>; older releases: <see cref="BrokerOptions"/>, <see cref="Versions"/>;</item>
/// <item>what clients asked for: <see cref="Requests"/>; something to happen at the very moment of a request: <see cref="Before"/>.</item>
/// </list>
/// It is made for librdkafka 2.16 and takes the versions that this asks for. What it does not do: no TLS, no SASL but PLAIN, no ACLs or quotas; no
/// replicas (each partition has its leader alone), no disk, no retention by itself; record format 2 only; it looks into no compressed
/// batch, so a search by time answers with such a batch's first record and compaction refuses it; fetch sessions, static members,
/// the consumer protocol of KIP-848 and share groups are unknown; offsets can't be committed in transactions; transactions time out never;
/// Metadata makes no topics on demand unless <see cref="CreatesTopicsOnDemand"/>.
/// </remarks>
public sealed partial class ScriptedBroker : IAsyncDisposable
{
    private readonly Dictionary<string, Topic> topics = [];
    private readonly ConcurrentQueue<SeenRequest> requests = new();
    private readonly ConcurrentQueue<Exception> problems = new();

    private ScriptedBroker(BrokerOptions options)
    {
        Time = options.Time;
        ClusterId = options.ClusterId;
        Versions = new ApiVersionTable(options.Release);
        History = new ClusterHistory(this);
        Nodes = [.. Enumerable.Range(1, options.Nodes).Select(id => new BrokerNode(this, id))];
        Groups = new GroupCoordinator(this, options.InitialRebalanceDelay);
    }

    /// <summary>Of all nodes, to begin with.</summary>
    public string Bootstrap => string.Join(',', Nodes.Select(node => node.Address));

    /// <summary>With ids from 1 on; the first is the controller and coordinates groups and transactions.</summary>
    public IReadOnlyList<BrokerNode> Nodes { get; }

    public string ClusterId { get; set; }

    /// <summary>Whether Metadata names a controller; without one, clients' administration waits in vain.</summary>
    public bool HasController { get; set; } = true;

    public bool CreatesTopicsOnDemand { get; set; }

    /// <summary>What the nodes say that they are set to; nothing follows from it. Topics have Kafka's defaults whatever is here.</summary>
    public ConcurrentDictionary<string, string> Settings { get; } =
        new(
            new Dictionary<string, string>
            {
                ["log.cleanup.policy"] = "delete",
                ["log.message.timestamp.after.max.ms"] = "3600000",
                ["log.message.timestamp.before.max.ms"] = "9223372036854775807",
                ["log.message.timestamp.type"] = "CreateTime",
                ["log.retention.bytes"] = "-1",
                ["log.segment.bytes"] = "1073741824",
                ["message.max.bytes"] = "1048588",
                ["socket.request.max.bytes"] = "104857600",
            }
        );

    /// <summary>The one name and password that clients log in with, by PLAIN; null for no login.</summary>
    public (string User, string Password)? Login { get; set; }

    public ApiVersionTable Versions { get; }

    public Faults Faults { get; } = new();

    /// <summary>Runs before a request is answered, which waits for it, at most until the broker ends.</summary>
    public Func<SeenRequest, Task>? Before { get; set; }

    /// <summary>What was asked for, in order; of very many the last ten thousand.</summary>
    public IReadOnlyCollection<SeenRequest> Requests => requests;

    /// <summary>What this broker could not answer, its own faults included: a test ends with none.</summary>
    public IReadOnlyCollection<Exception> Problems => problems;

    /// <summary>After a test that means them.</summary>
    public void ForgetProblems() => problems.Clear();

    /// <summary>By all nodes.</summary>
    public long BytesSent => Interlocked.Read(ref bytesSent);

    public static ScriptedBroker Start(BrokerOptions? options = null) => new(options ?? new BrokerOptions());

    /// <exception cref="ArgumentException">There is a topic of this name.</exception>
    public Topic CreateTopic(string name, int partitions = 1, TopicConfig? config = null, int leaderEpoch = 0) =>
        Create(name, partitions, config ?? new TopicConfig(), leaderEpoch, () => new MemoryLog());

    /// <summary>A topic that takes no memory: a few batches of JSON records of <paramref name="recordBytes"/>, sent again and again.</summary>
    /// <param name="batchBytes">About how much a batch holds.</param>
    public Topic CreateEndlessTopic(string name, int partitions, long recordsPerPartition, int recordBytes, int batchBytes = 128 << 10)
    {
        const int Variants = 16;
        int perBatch = (int)Math.Clamp(batchBytes / (recordBytes + 20), 1, Math.Max(recordsPerPartition, 1));
        int different = (int)Math.Clamp(recordsPerPartition / perBatch, 1, Variants);
        RecordBatch[] full = [.. Enumerable.Range(0, different).Select(seed => SampleBatches.Write(seed, perBatch, recordBytes))];
        int rest = (int)(recordsPerPartition % perBatch);
        RecordBatch? last = rest == 0 ? null : SampleBatches.Write(Variants, rest, recordBytes);
        return Create(name, partitions, new TopicConfig(), 0, () => new EndlessLog(full, last, perBatch, recordsPerPartition));
    }

    /// <summary>The topic's present incarnation; null where there is none.</summary>
    public Topic? Find(string name)
    {
        lock (Gate)
            return topics.GetValueOrDefault(name);
    }

    /// <param name="keepsCommitted">Keep what groups have committed, as a coordinator that has not heard of it yet.</param>
    /// <exception cref="KeyNotFoundException">There is no such topic.</exception>
    public void Delete(string name, bool keepsCommitted = false) =>
        Reshape(() =>
        {
            if (!topics.Remove(name))
                throw new KeyNotFoundException($"There is no topic {name}.");
            if (!keepsCommitted)
                Groups.Forget(name);
        });

    /// <summary>Deletes a topic and makes an empty one of the same name and settings in the same moment.</summary>
    /// <param name="partitions">Default: as many as it had.</param>
    /// <param name="leaderEpoch">With which its partitions begin; Kafka's is 0.</param>
    /// <param name="keepsCommitted">Keep what groups have committed, as a coordinator that has not heard of it yet.</param>
    /// <exception cref="KeyNotFoundException">There is no such topic.</exception>
    public Topic Recreate(string name, int? partitions = null, int leaderEpoch = 0, bool keepsCommitted = false)
    {
        lock (Gate)
        {
            Topic former = topics[name];
            topics.Remove(name);
            if (!keepsCommitted)
                Groups.Forget(name);
            return CreateTopic(name, partitions ?? former.Partitions.Count, former.Config, leaderEpoch);
        }
    }

    /// <summary>What a group has committed for a partition; null for nothing.</summary>
    public long? Committed(string group, string topic, int partition)
    {
        lock (Gate)
            return Groups.Find(group)?.Offsets.TryGetValue((topic, partition), out CommittedOffset offset) == true ? offset.Offset : null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (BrokerNode node in Nodes)
            await node.StopAsync();
        await Groups.DisposeAsync();
    }

    private Topic Create(string name, int partitions, TopicConfig config, int leaderEpoch, Func<PartitionLog> log)
    {
        var topic = new Topic(this, name, config);
        Reshape(() =>
        {
            topics.Add(name, topic);
            for (int i = 0; i < partitions; i++)
                topic.Add(log(), leaderEpoch);
        });
        return topic;
    }
}
