using KafkaStore.Accepting;
using KafkaStore.Archiving;
using KafkaStore.Catalog;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Deciding;
using KafkaStore.Functions.Faults;
using KafkaStore.Functions.Watching;
using KafkaStore.Generations;
using KafkaStore.Sealing;
using KafkaStore.Sealing.Ahead;
using KafkaStore.Staging;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaStore.Simulation.Platform;

/// <summary>One process of an app: an object graph of its own, as a host composes it, over stores and broker shared with all.</summary>
internal sealed class Host : SimulatedProcess, IArchiverReport, ICatalogReport, IArchivedOffsets
{
    private readonly Simulation simulation;
    private readonly BatchAcceptor acceptor;
    private readonly SegmentSealer sealer;
    private readonly PartitionDecisions decisions;
    private readonly ArchiverOptions options;
    private readonly TimeProvider clock;
    private readonly IRecordLog log;
    private readonly IRecordAttribution attribution;
    private readonly GenerationRound round;
    private readonly StandingFaults faults;
    private readonly TroubleReport troubles;
    private readonly StagingNotice notice;
    private readonly LocalReaderParts local;

    public Host(Simulation simulation, App app, string name, ArchiverOptions options)
        : base(name)
    {
        this.simulation = simulation;
        this.options = options = simulation.Mutation.Options(options);
        App = app;
        clock = new ProcessClock(simulation.World, this, simulation.World.Random.Skew(simulation.Scenario.Topics.SkewMilliseconds));
        var broker = new ProcessLog(simulation, this);
        log = new GenerationLog(broker);
        ITopicIdentities identities = simulation.Mutation.Identities(broker);
        IObjectStore archive = simulation.Mutation.Archive(
            new ProcessStore(simulation, this, simulation.Archive, simulation.ArchiveChecks)
        );
        var staging = new StagingArea(
            simulation.Mutation.Staging(new ProcessStore(simulation, this, simulation.Staging, simulation.StagingChecks)),
            simulation.Keys,
            clock
        );
        var identity = new StagingIdentity(archive, staging);
        var markers = new IdentityMarkers(archive, clock);
        var seen = new SeenGenerations(staging);
        bool isFunctions = simulation.Scenario.Topics.Shape == HostShape.Functions;
        attribution = isFunctions ? simulation.Mutation.Attribution(new AfterADay(markers, clock), markers) : new AsDelivered();
        var generations = new TopicGenerations(markers, seen, identities, options, this, clock);
        round = new GenerationRound(generations, seen, archive, staging);
        var starts = new PartitionStarts(archive, log, identities, markers, clock);
        TimeProvider stamps = simulation.Mutation.AcceptingClock(clock);
        CompressedAhead? ahead = isFunctions ? null : new CompressedAhead(staging, options, clock);
        if (ahead is not null)
            simulation.Ahead.Add(ahead);
        acceptor = new BatchAcceptor(staging, identity, starts, attribution, options, this, stamps, ahead);
        troubles = new TroubleReport(clock, NullLogger<TroubleReport>.Instance);
        notice = new StagingNotice(staging, NullLogger<StagingNotice>.Instance);
        faults = new StandingFaults(staging, identity, options);
        sealer = new SegmentSealer(
            new SealingParts(
                archive,
                staging,
                identity,
                faults,
                log,
                identities,
                markers,
                generations,
                starts,
                options,
                this,
                clock,
                ahead: ahead
            )
        );
        local = new LocalReaderParts(generations, seen, staging, sealer, log, broker, troubles, options.SettlingTime, clock);
        decisions = new PartitionDecisions(options, simulation.NextId);
    }

    public App App { get; }

    /// <summary>What it was told to do and has not finished; others are told when it dies or is thought dead.</summary>
    public List<Work> InFlight { get; } = [];

    public bool IsUp => !Dead && HeldUntil == 0;

    public AppendBatch AppendBatch => new(acceptor);

    public PartitionSegment Entity => new(decisions, clock, NullLogger<PartitionSegment>.Instance);

    public WriteArchiveObjects Activity => new(sealer, this);

    public WatchPartitions Timer
    {
        get
        {
            var scope = new AllPartitions();
            var states = new EntityStates(NullLogger<EntityStates>.Instance);
            var brokers = new BrokerRound(log, round, attribution, options, troubles, NullLogger<BrokerRound>.Instance);
            var former = new FormerPartitions(round, faults, states, options, scope, NullLogger<FormerPartitions>.Instance);
            return new WatchPartitions(
                brokers,
                states,
                former,
                faults,
                troubles,
                scope,
                this,
                notice,
                clock,
                NullLogger<WatchPartitions>.Instance
            );
        }
    }

    public DurableTaskClient Client => new SimulatedClient(simulation, App, this);

    /// <summary>Reads the log, until the process ends or, as a trigger, there is nothing more.</summary>
    public Task ReadAsync() =>
        simulation.Scenario.Topics.Shape == HostShape.Functions
            ? new Trigger(simulation, this).RunAsync()
            : new LocalReader(simulation, this, local).RunAsync();

    /// <summary>The process ends between two of its steps: nothing of it ever goes on.</summary>
    public void Kill()
    {
        simulation.World.Note(Name, "is killed");
        Dead = true;
        Held.Clear();
        GiveUpWork();
    }

    /// <summary>The process stands still, is thought dead, and goes on later with what it had in hand.</summary>
    public void Hold(long milliseconds)
    {
        simulation.World.Note(Name, $"is held for {milliseconds} ms");
        HeldUntil = simulation.World.Clock.Now + milliseconds;
        GiveUpWork();
        simulation.World.Post(null, Release, "wakes a held process", milliseconds);
    }

    public void Release()
    {
        if (HeldUntil == 0 || Dead)
            return;
        HeldUntil = 0;
        simulation.World.Note(Name, "goes on");
        foreach (Step step in Held)
            simulation.World.Post(this, step.Run, step.What);
        Held.Clear();
        App.AssignWaiting();
    }

    void IArchiverReport.RecordsLost(TopicPartition partition, OffsetRange range) =>
        simulation.World.Note(Name, $"reports lost {partition} {range}");

    void IArchiverReport.ChunkDamaged(ChunkName chunk) => simulation.World.Note(Name, $"reports damaged {chunk}");

    void IArchiverReport.Recreated(TopicGeneration next, string former, string given) =>
        simulation.World.Note(Name, $"reports {next}: {former} became {given}");

    void IArchiverReport.Unattributed(ChunkName chunk) => simulation.World.Note(Name, $"reports unattributed {chunk}");

    void IArchiverReport.Attributed(ChunkName chunk, TopicGeneration generation) =>
        simulation.World.Note(Name, $"reports that {generation} has {chunk}");

    void IArchiverReport.Archived(SegmentFacts facts, long length) { }

    void IArchiverReport.Adopted(ArchiveName name, long nextOffset)
    {
        if (simulation.World.History is not null)
            simulation.World.Note(Name, $"adopts {name} to {nextOffset}");
    }

    void IArchiverReport.Faulted(TopicPartition partition, PartitionFault fault) =>
        simulation.Checks.Faulted($"{partition} {fault.Kind}: {fault.Message}");

    void ICatalogReport.CatalogDiffers(CatalogDifference difference) => simulation.World.Note(Name, $"reports of the catalog {difference}");

    void ICatalogReport.CatalogUnavailable(string reason) => simulation.World.Note(Name, $"reports of the catalog {reason}");

    void ICatalogReport.CatalogAvailable() => simulation.World.Note(Name, "reports that the catalog is back");

    async Task IArchivedOffsets.CommitAsync(TopicPartition partition, long archivedNext, CancellationToken cancellationToken)
    {
        await simulation.World.Yield(this, "commits archive lag");
        simulation.Checks.ArchiveLagCommitted(partition, archivedNext);
    }

    private void GiveUpWork()
    {
        foreach (Work work in InFlight.ToArray())
            work.GiveUp();
        InFlight.Clear();
    }
}
