using KafkaStore.Sealing.Ahead;
using KafkaStore.Simulation.Adversaries;
using KafkaStore.Simulation.Checks;
using KafkaStore.Staging.Trust;

namespace KafkaStore.Simulation;

/// <summary>One seed: a scenario, its troubled part, and the calm after which everything must be archived.</summary>
internal sealed class Simulation
{
    private const int MostRounds = 60;

    // More than the most that was seen: three processes without a key, each of whose seals compares a chunk with its 117 files.
    private const int MostStepsOfARound = 120_000;
    private const long RoundMilliseconds = 61_000;

    // What waits for an hour is waited for with fewer looks.
    private const int QuickRounds = 20;
    private const long LongRoundMilliseconds = 5 * 61_000;

    private readonly Troubles troubles;

    // Nothing else is drawn from it.
    private const ulong AdversarysStream = 0x5DEECE66D5DEECE6;

    private static readonly StagingKeys Ours = StagingKeys.Parse([
        Convert.ToBase64String([.. Enumerable.Repeat((byte)1, StagingKeys.LeastBytes)]),
    ]);

    private readonly TopicTroubles topicTroubles;
    private readonly Adversary? adversary;
    private long nextId;

    /// <param name="seed">Decides everything that happens.</param>
    /// <param name="recordHistory">Keep what happens, a line each.</param>
    /// <param name="mutation">A bug to plant; null for none.</param>
    /// <param name="archive">An empty store; null for one in memory.</param>
    /// <param name="staging">Another; null for one in memory.</param>
    /// <param name="trust">What is signed, and who else writes to staging.</param>
    public Simulation(
        ulong seed,
        bool recordHistory = false,
        Mutation? mutation = null,
        ISimulatedStore? archive = null,
        ISimulatedStore? staging = null,
        StagingTrust trust = StagingTrust.Signed
    )
    {
        Archive = archive ?? new MemoryStore();
        Staging = staging ?? new MemoryStore();
        World = new World(seed, recordHistory);
        Mutation = mutation ?? Mutation.None;
        Keys = trust == StagingTrust.Unsigned ? StagingKeys.None : Ours;
        Scenario = new Scenario(World.Random, new SimulatedRandom(~seed), isAttacked: trust == StagingTrust.Attacked);
        Log = new SimulatedLog(World.Clock);
        ArchiveChecks = new ArchiveChecks(this);
        StagingChecks = new StagingChecks(this);
        TopicChecks = new TopicChecks(this);
        Checks = new ProgressChecks(this);
        Operator = new Operator(this);
        troubles = new Troubles(this);
        topicTroubles = new TopicTroubles(this);
        Producer = new Producer(this);
        adversary = trust == StagingTrust.Attacked ? new Adversary(this, new SimulatedRandom(seed ^ AdversarysStream)) : null;
    }

    public World World { get; }

    public Scenario Scenario { get; }

    public Mutation Mutation { get; }

    /// <summary>Of all hosts.</summary>
    public StagingKeys Keys { get; }

    /// <summary>Chunks that the adversary put into staging.</summary>
    public int Attacks { get; set; }

    public SimulatedLog Log { get; }

    public ISimulatedStore Archive { get; }

    public ISimulatedStore Staging { get; }

    public ArchiveChecks ArchiveChecks { get; }

    public StagingChecks StagingChecks { get; }

    public TopicChecks TopicChecks { get; }

    public ProgressChecks Checks { get; }

    public Producer Producer { get; }

    public Operator Operator { get; }

    public List<App> Apps { get; } = [];

    /// <summary>No more faults.</summary>
    public bool IsCalm { get; private set; }

    public int Faults { get; set; }

    public int Crashes { get; set; }

    public int Seals { get; set; }

    /// <summary>Of each local host there was.</summary>
    public List<CompressedAhead> Ahead { get; } = [];

    public int Recreations => Log.Topics.Count - 1;

    /// <summary>After the first.</summary>
    public int Generations => Log.Topics.Count(topic => topic.Generation is { Number: > 0 });

    public int Deliveries { get; set; }

    public int ChunksStaged { get; set; }

    public int ObjectsArchived { get; set; }

    public int RecordsArchived => Log.AllPartitions.Sum(partition => (int)(partition.LogEnd - partition.FirstOffset));

    /// <summary>Whether a fault of that rate happens now.</summary>
    public bool Happens(int perMille) => !IsCalm && World.Random.Chance(perMille);

    public string NextId() => "a" + nextId++;

    public void Run()
    {
        World.Note("world", $"{Scenario.Topics.Shape}, {Scenario.Partitions} partitions");
        Producer.Begin();
        for (int i = 0; i < Scenario.Apps; i++)
        {
            var app = new App(this, ((char)('A' + i)).ToString());
            Apps.Add(app);
            for (int j = 0; j < Scenario.HostsEach; j++)
                app.StartHost();
            Tick(app);
        }

        while (World.Steps < Scenario.Steps && World.RunOne())
        {
            troubles.Happen();
            topicTroubles.Happen();
            adversary?.Happen();
        }

        if (!World.Failed)
            Settle();
    }

    private void Tick(App app)
    {
        if (IsCalm)
            return;
        app.Tick();
        World.Post(null, () => Tick(app), "a minute passes", 60_000);
    }

    private void Settle()
    {
        IsCalm = true;
        World.Note("world", "all faults end");
        Log.Away = false;
        if (Log.Current is null && !Scenario.Topics.AbsentAtTheEnd)
            Producer.BeginAgain();
        Producer.End();
        foreach (App app in Apps)
        {
            foreach (Host host in app.Hosts.ToArray())
                host.Release();
            if (Scenario.Topics.Shape == HostShape.Alone)
                app.EnsureHosts();
            else
                app.StartHost();
        }

        // First with what is wrong with single partitions, which holds up no other; then without.
        Settle(() =>
            Checks.FirstMissing(sound: true) is { } missing ? $"offset {missing.Offset} of {missing.Partition} is not archived" : null
        );
        Operator.ResumeAll();
        topicTroubles.HealAll();
        if (Scenario.Topics.Shape == HostShape.Functions)
            Apps.ForEach(app => app.StartHost());
        Settle(() =>
            Checks.FirstMissing() is { } missing
                ? $"offset {missing.Offset} of {missing.Partition} is not archived"
                : TopicChecks.FirstUnsettled()
        );
        CheckNames();
    }

    private void Settle(Func<string?> open)
    {
        for (int round = 0; round < MostRounds && !World.Failed; round++)
        {
            int until = World.Steps + MostStepsOfARound;
            long end = World.Clock.Now + (round < QuickRounds ? RoundMilliseconds : LongRoundMilliseconds);
            while (World.HasStepsUntil(end) && World.RunOne())
            {
                if (World.Steps > until)
                    World.Fail("everything settles", $"{MostStepsOfARound} steps of one round were not enough");
            }

            if (World.Failed || open() is null)
                return;

            World.Clock.MoveTo(end);
            foreach (App app in Apps)
            {
                app.Tick();
                if (round % 13 == 2)
                    CloseAll(app);
            }
        }

        if (open() is { } missing)
            World.Fail("everything is archived in the end", missing);
    }

    private void CloseAll(App app)
    {
        foreach (SimulatedPartition partition in Log.Current?.Partitions.Values.ToArray() ?? [])
        {
            if (partition.Name is { } name)
                app.Signal(EntityIds.Of(name), Operations.Close, name);
        }
    }

    private void CheckNames()
    {
        foreach (string name in Archive.Names)
        {
            if (!ArchiveName.TryParse(name, out _) && !name.StartsWith(MarkerName.Root))
                World.Fail("the archive holds nothing else", name);
        }
    }
}
