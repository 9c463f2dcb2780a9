using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Catalog.Keeping;
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
        Catalog = catalog;
        Objects = new ArchiveObjects(archive);
        var locator = new ArchiveLocator(archive);
        Merge = new ChunkMerge(staging);
        Tail = new ArchiveTail(Objects, locator, starts, options.OffsetReset);
        Adoption = new Adoption(Objects, Merge, report, catalog);
        Identity = new IdentityCheck(identities, new IdentityMarkers(archive, clock), new IdentityComparison(log, Objects, locator), clock);
        Prover = new HoleProver(log, staging, clock);
        Lost = new LostRanges(archive, new StagingIdentity(archive, staging), options, report, clock);
        Spent = new SpentChunks(staging, Objects, locator, starts, Adoption, log);
        SmallChunks = new SmallChunks(staging, Merge, options.SmallChunksAtMost, clock);
    }

    public IObjectStore Archive { get; }

    public StagingArea Staging { get; }

    public ArchiverOptions Options { get; }

    public IArchiverReport Report { get; }

    /// <summary>Null where none are kept.</summary>
    public ISchemaKeeper? Schemas { get; init; }

    public TimeProvider Clock { get; }

    /// <summary>Null where none is kept.</summary>
    public CatalogWriter? Catalog { get; }

    public ArchiveObjects Objects { get; }

    public ChunkMerge Merge { get; }

    public ArchiveTail Tail { get; }

    public Adoption Adoption { get; }

    public IdentityCheck Identity { get; }

    public HoleProver Prover { get; }

    public LostRanges Lost { get; }

    public SpentChunks Spent { get; }

    public SmallChunks SmallChunks { get; }

    public CheckedChunks Checked { get; } = new();
}
