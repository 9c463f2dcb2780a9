using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Generations;
using KafkaStore.Markers;
using KafkaStore.Reading.Objects;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>What every run of sealing works with.</summary>
internal sealed class SealingParts
{
    public SealingParts(
        IObjectStore archive,
        StagingArea staging,
        IRecordLog log,
        ITopicIdentities identities,
        IdentityMarkers markers,
        TopicGenerations generations,
        PartitionStarts starts,
        ArchiverOptions options,
        IArchiverReport report,
        TimeProvider clock,
        CatalogWriter? catalog
    )
    {
        Archive = archive;
        Staging = staging;
        Options = options;
        Report = report;
        Clock = clock;
        Log = log;
        Catalog = catalog;
        Objects = new ArchiveObjects(archive);
        Locator = new ArchiveLocator(archive);
        Merge = new ChunkMerge(staging);
        Tail = new ArchiveTail(Objects, Locator, starts, options.OffsetReset);
        Adoption = new Adoption(Objects, Merge, report, catalog);
        Identity = new IdentityCheck(generations, markers, identities, new IdentityComparison(log, Objects, Locator), clock);
        Prover = new HoleProver(log, staging, clock);
        var location = new StagingIdentity(archive, staging);
        Faults = new StandingFaults(staging, location, options);
        Lost = new LostRanges(archive, location, options, report, clock);
        Spent = new SpentChunks(staging, Objects, Locator, starts, Adoption, log);
        var asideMerge = new ChunkMerge(staging.Unattributed);
        var asideAdoption = new Adoption(Objects, asideMerge, report, catalog);
        Unattributed = new UnattributedChunks(staging.Unattributed, asideMerge, Merge, Objects, Locator, asideAdoption, report);
        SmallChunks = new SmallChunks(staging, Merge, options.SmallChunksAtMost, clock);
    }

    public IObjectStore Archive { get; }

    public StagingArea Staging { get; }

    public ArchiverOptions Options { get; }

    public IArchiverReport Report { get; }

    /// <summary>Null where none are kept.</summary>
    public ISchemaKeeper? Schemas { get; init; }

    public TimeProvider Clock { get; }

    public IRecordLog Log { get; }

    public StandingFaults Faults { get; }

    /// <summary>Null where none is kept.</summary>
    public CatalogWriter? Catalog { get; }

    public ArchiveObjects Objects { get; }

    public ArchiveLocator Locator { get; }

    public ChunkMerge Merge { get; }

    public ArchiveTail Tail { get; }

    public Adoption Adoption { get; }

    public IdentityCheck Identity { get; }

    public HoleProver Prover { get; }

    public LostRanges Lost { get; }

    public SpentChunks Spent { get; }

    public UnattributedChunks Unattributed { get; }

    public SmallChunks SmallChunks { get; }

    public CheckedChunks Checked { get; } = new();
}
