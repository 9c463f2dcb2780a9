using KafkaStore.Archiving;

namespace KafkaStore.Simulation;

/// <summary>
/// What a seed is about. Each seed has only some of the faults, some of them often: mixes of everything seldom get deep into
/// one thing.
/// </summary>
internal sealed class Scenario
{
    private readonly SimulatedRandom random;
    private readonly bool isAttacked;

    /// <param name="random">That of the world.</param>
    /// <param name="topics">For what happens to topics and single partitions: what seeds were about before there was that, they still are.</param>
    /// <param name="isAttacked">What is staged may be destroyed by somebody.</param>
    public Scenario(SimulatedRandom random, SimulatedRandom topics, bool isAttacked)
    {
        this.random = random;
        this.isAttacked = isAttacked;
        // Most are small: what goes wrong seldom takes many records, and many small runs meet more interleavings of the few
        // steps that matter than few large ones in the same time.
        bool small = random.Chance(850);
        Partitions = small || random.Chance(500) ? 1 : random.Between(2, 3);
        RecordsEach =
            small ? random.Between(3, 16)
            : random.Chance(700) ? random.Between(8, 40)
            : random.Between(40, 120);
        Apps = random.Chance(250) ? 2 : 1;
        HostsEach = random.Chance(400) ? 2 : 1;
        FirstOffset = random.Chance(300) ? random.Between(1, 2000) : 0;
        Steps = small ? random.Between(40, 200) : random.Between(100, 600);
        BatchSize = random.Between(2, 20);
        Reset = random.Chance(60) ? OffsetReset.Latest : OffsetReset.Earliest;
        HoleGrace = random.Chance(400) ? TimeSpan.FromSeconds(30) : TimeSpan.Zero;
        SealTimeLimit = random.Chance(150) ? TimeSpan.FromMilliseconds(random.Between(1, 20)) : TimeSpan.FromMinutes(5);
        SmallChunks = random.Chance(300) ? random.Between(2, 6) : 500;
        SafetyWindow = random.Chance(300) ? TimeSpan.FromSeconds(random.Between(1, 300)) : TimeSpan.FromHours(8);
        Gaps = Some(random, 500, 300);
        Transactions = Some(random, 300, 200);
        NoTimestamps = Some(random, 200, 300);
        LargeRecords = Some(random, 200, 150);
        ProduceLater = random.Chance(500);
        PartitionComesLater = Partitions > 1 && random.Chance(200);
        Crashes = Some(random, 600, 30);
        Holds = Some(random, 400, 25);
        StoreErrors = Some(random, 400, 80);
        BrokenReads = Some(random, 200, 60);
        BrokerErrors = Some(random, 300, 100);
        Outages = Some(random, 150, 10);
        SignalsLost = Some(random, 300, 300);
        SignalsRepeated = Some(random, 300, 300);
        SignalsLate = Some(random, 400, 400);
        WorkRepeated = Some(random, 300, 300);
        WorkLost = Some(random, 100, 200);
        StateDeleted = Some(random, 150, 15);
        StagingDeleted = Some(random, 80, 5);
        ChunksDamaged = Some(random, 100, 20);
        Losses = StagingIsUnreliable ? 0 : Some(random, 80, 8);
        RetentionMoves = Some(random, 300, 40);
        PolicyChanges = random.Chance(150);
        ClockJumps = Some(random, 150, 10);
        Requests = Some(random, 200, 15);
        Shuffled = Some(random, 400, 400);
        RepeatedRecords = Some(random, 300, 200);
        Rewinds = Some(random, 400, 150);
        SmallPages = random.Chance(300);
        Policy = NewPolicy();
        Codec = NewCodec(120);
        PartitionFaults = Some(random, 200, 12);
        Topics = new TopicScenario(topics);
        if (!Topics.HasIds)
            return;

        if (Topics.Shape != HostShape.Functions)
            (Apps, HoleGrace, Steps) = (1, TimeSpan.Zero, 3 * Steps);

        // Nobody but one process has the state folder.
        if (Topics.Shape == HostShape.Alone)
            (HostsEach, Holds) = (1, 0);

        // The settling time outlasts no clock that jumps; and what staging loses the broker must have, which a topic that is gone has not.
        ClockJumps = 0;
        if (Topics.Recreations > 0)
            StagingDeleted = ChunksDamaged = 0;
    }

    /// <summary>What happens to topics as a whole.</summary>
    public TopicScenario Topics { get; }

    public int Partitions { get; }

    public int RecordsEach { get; }

    public int Apps { get; }

    public int HostsEach { get; }

    public long FirstOffset { get; }

    /// <summary>Of the troubled part; afterwards everything settles without faults.</summary>
    public int Steps { get; }

    public int BatchSize { get; }

    public OffsetReset Reset { get; }

    public TimeSpan HoleGrace { get; }

    public TimeSpan SealTimeLimit { get; }

    public int SmallChunks { get; }

    public TimeSpan SafetyWindow { get; }

    public int Gaps { get; }

    public int Transactions { get; }

    public int NoTimestamps { get; }

    public int LargeRecords { get; }

    public bool ProduceLater { get; }

    public bool PartitionComesLater { get; }

    public int Crashes { get; }

    public int Holds { get; }

    public int StoreErrors { get; }

    public int BrokenReads { get; }

    public int BrokerErrors { get; }

    public int Outages { get; }

    public int SignalsLost { get; }

    public int SignalsRepeated { get; }

    public int SignalsLate { get; }

    public int WorkRepeated { get; }

    public int WorkLost { get; }

    public int StateDeleted { get; }

    public int StagingDeleted { get; }

    public int ChunksDamaged { get; }

    /// <summary>All hosts are down for longer than the broker keeps records.</summary>
    public int Losses { get; }

    /// <summary>A partition is faulted, for a reason that only an operator knows of.</summary>
    public int PartitionFaults { get; }

    public int RetentionMoves { get; }

    public bool PolicyChanges { get; }

    public int ClockJumps { get; }

    public int Requests { get; }

    public int Shuffled { get; }

    public int RepeatedRecords { get; }

    public int Rewinds { get; }

    public bool SmallPages { get; }

    public SegmentPolicy Policy { get; private set; }

    public ContainerCodec Codec { get; private set; }

    public Dictionary<string, SegmentPolicy> PoliciesEver { get; } = new(StringComparer.Ordinal);

    public HashSet<ContainerCodec> CodecsEver { get; } = [];

    /// <summary>Staged records may vanish, so the broker has to keep what is not archived.</summary>
    public bool StagingIsUnreliable => isAttacked || StagingDeleted > 0 || ChunksDamaged > 0;

    public ArchiverOptions Options =>
        new()
        {
            Topics = ["t"],
            Policy = Policy,
            Codec = Codec,
            SafetyWindow = SafetyWindow,
            HoleGrace = HoleGrace,
            OffsetReset = Reset,
            CompressionParallelism = 1,
            StagingParallelism = 1,
            SpoolFolder = "/nowhere",
            SealTimeLimit = SealTimeLimit,
            SmallChunksAtMost = SmallChunks,
            SettlingTime = Topics.SettlingTime,
            FormerGrace = Topics.Shape == HostShape.Alone ? TimeSpan.Zero : TimeSpan.FromHours(1),
        };

    /// <summary>What a host that starts now is configured with.</summary>
    public ArchiverOptions OptionsOfNewHost()
    {
        if (PolicyChanges && random.Chance(500))
        {
            Policy = NewPolicy();
            Codec = NewCodec(300);
        }

        return Options;
    }

    private static int Some(SimulatedRandom random, int perMille, int most) => random.Chance(perMille) ? random.Between(1, most) : 0;

    private ContainerCodec NewCodec(int compressedPerMille)
    {
        ContainerCodec codec = random.Chance(compressedPerMille) ? Compressed(random.Below(10)) : ContainerCodec.Null;
        CodecsEver.Add(codec);
        return codec;
    }

    // One draw for both, so that seeds of former findings still draw what they drew.
    private static ContainerCodec Compressed(int draw) => draw < 7 ? ContainerCodec.Deflate(draw) : ContainerCodec.Zstandard(draw - 6);

    private SegmentPolicy NewPolicy()
    {
        var policy = new SegmentPolicy(
            TimeSpan.FromMilliseconds(random.Chance(500) ? random.Between(10, 400) : 3_600_000),
            random.Chance(500) ? random.Between(60, 600) : 1_000_000,
            random.Chance(600) ? random.Between(1, 12) : null
        );
        PoliciesEver[policy.ToString()] = policy;
        return policy;
    }
}
