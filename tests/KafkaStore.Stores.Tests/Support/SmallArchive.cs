using KafkaStore.Archiving;
using KafkaStore.Avro;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Sealing;
using KafkaStore.Sealing.Archived;
using KafkaStore.Segments;
using KafkaStore.Staging;

namespace KafkaStore.Stores.Tests.Support;

/// <summary>An archive of ten records an object that the real writer makes, and keeps a catalog of if there is one.</summary>
internal sealed class SmallArchive : IArchiverReport, ICatalogReport, IDisposable
{
    private const int RecordsAnObject = 10;

    private readonly Dictionary<TopicPartition, ArchivePosition> positions = [];
    private readonly ArchiverOptions options = new()
    {
        Topics = ["orders"],
        Policy = new SegmentPolicy(TimeSpan.FromDays(1), SegmentPolicy.DefaultMaximumBytes, RecordsAnObject),
        CompressionParallelism = 1,
    };

    public SmallArchive(IArchiveCatalog? catalog = null) =>
        Catalog = catalog is null ? null : new CatalogWriter(catalog, Store, this, TimeProvider.System);

    public MemoryObjectStore Store { get; } = new("memory:archive");

    public CatalogWriter? Catalog { get; }

    public ConcurrentQueue<CatalogDifference> Differences { get; } = [];

    /// <summary>Null is that the catalog answers again.</summary>
    public ConcurrentQueue<string?> News { get; } = [];

    public async Task WriteAsync(TopicPartition partition, int objects)
    {
        ArchivePosition position = positions.GetValueOrDefault(partition) ?? new ArchivePosition(partition, 0, null, null);
        using var writer = new SegmentWriter(Store, new ArchiveObjects(Store), options, this, Catalog, position);
        for (int i = 0; i < objects * RecordsAnObject; i++)
        {
            long offset = position.Checkpoint + i;
            EncodedRecord record = RecordEncoding.Encode(
                new Record(offset, 1_478_570_870_012 + (1000 * offset), null, new byte[] { 1, 2, 3 }, [])
            );
            Assert.True(await writer.AppendAsync(new MergedRecord(record, DateTimeOffset.UnixEpoch), default));
        }

        positions[partition] = writer.Position;
    }

    public Task<bool> CatchUpAsync(TopicPartition partition) =>
        Catalog!.CatchUpAsync([KeyValuePair.Create(partition, (long?)null)], null, default);

    public void Dispose() => Catalog?.Dispose();

    public void CatalogDiffers(CatalogDifference difference) => Differences.Enqueue(difference);

    public void CatalogUnavailable(string reason) => News.Enqueue(reason);

    public void CatalogAvailable() => News.Enqueue(null);

    public void Archived(SegmentFacts facts, long length)
    {
        // Seen in the store.
    }

    public void Adopted(ArchiveName name, long nextOffset) => throw new InvalidOperationException($"{name} existed.");

    public void Recreated(TopicGeneration next, string former, string given) => throw new InvalidOperationException();

    public void Unattributed(ChunkName chunk) => throw new InvalidOperationException();

    public void Attributed(ChunkName chunk, TopicGeneration generation) => throw new InvalidOperationException();

    public void RecordsLost(TopicPartition partition, OffsetRange range) => throw new InvalidOperationException();

    public void ChunkDamaged(ChunkName chunk) => throw new InvalidOperationException();

    public void Faulted(TopicPartition partition, PartitionFault fault) => throw new InvalidOperationException();
}
