using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Generations;
using KafkaStore.Markers;
using KafkaStore.Reading.Objects;
using KafkaStore.Sealing.Ahead;
using KafkaStore.Sealing.Archived;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>What every run of sealing works with; one a process, for what it remembers.</summary>
public sealed class SealingParts
{
    public SealingParts(
        IObjectStore archive,
        StagingArea staging,
        StagingIdentity location,
        StandingFaults faults,
        IRecordLog log,
        ITopicIdentities identities,
        IdentityMarkers markers,
        TopicGenerations generations,
        PartitionStarts starts,
        ArchiverOptions options,
        IArchiverReport report,
        TimeProvider clock,
        CatalogWriter? catalog = null,
        ISchemaKeeper? schemas = null,
        CompressedAhead? ahead = null
    )
    {
        Ahead = ahead;
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
        Tail = new ArchiveTail(Objects, Locator, starts, options);
        Adoption = new Adoption(Objects, Merge, report, catalog);
        Comparison = new IdentityComparison(log, staging, Objects, Locator);
        Identity = new IdentityCheck(generations, markers, identities, Comparison, clock);
        Prover = new HoleProver(log, staging, clock);
        Markers = markers;
        Identities = identities;
        Location = location;
        Faults = faults;
        Schemas = schemas;
        Lost = new LostRanges(archive, location, options, report, clock);
        Spent = new SpentChunks(staging, Objects, Locator, starts, Adoption, log, options.StagingParallelism);
        Unsigned = new UnsignedChunks(staging, Spent, log, report);
        var asideMerge = new ChunkMerge(staging.Unattributed);
        var asideAdoption = new Adoption(Objects, asideMerge, report, catalog);
        Unattributed = new UnattributedChunks(
            staging,
            asideMerge,
            Merge,
            new ArchivedAlike(Objects, Locator, Adoption),
            new ArchivedAlike(Objects, Locator, asideAdoption),
            report
        );
        SmallChunks = new SmallChunks(staging, Merge, options.SmallChunksAtMost, options.StagingParallelism, clock);
    }

    internal IObjectStore Archive { get; }

    internal StagingArea Staging { get; }

    internal ArchiverOptions Options { get; }

    internal IArchiverReport Report { get; }

    /// <summary>Null where sealing reads all that is staged.</summary>
    internal CompressedAhead? Ahead { get; }

    /// <summary>Null where none are kept.</summary>
    internal ISchemaKeeper? Schemas { get; }

    internal TimeProvider Clock { get; }

    internal IRecordLog Log { get; }

    internal ITopicIdentities Identities { get; }

    internal IdentityMarkers Markers { get; }

    internal StagingIdentity Location { get; }

    internal StandingFaults Faults { get; }

    /// <summary>Null where none is kept.</summary>
    internal CatalogWriter? Catalog { get; }

    internal ArchiveObjects Objects { get; }

    internal ArchiveLocator Locator { get; }

    internal ChunkMerge Merge { get; }

    internal ArchiveTail Tail { get; }

    internal Adoption Adoption { get; }

    internal IdentityCheck Identity { get; }

    internal IdentityComparison Comparison { get; }

    internal HoleProver Prover { get; }

    internal LostRanges Lost { get; }

    internal SpentChunks Spent { get; }

    internal UnsignedChunks Unsigned { get; }

    internal UnattributedChunks Unattributed { get; }

    internal SmallChunks SmallChunks { get; }

    internal CheckedChunks Checked { get; } = new();
}
