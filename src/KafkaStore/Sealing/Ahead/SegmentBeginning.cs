using KafkaStore.Archiving;

namespace KafkaStore.Sealing.Ahead;

/// <summary>Begins segments that are compressed ahead, all of a process within one bound of blocks.</summary>
internal sealed class SegmentBeginning(ArchiverOptions options, ISchemaKeeper? schemas) : IDisposable
{
    // Being compressed, or waiting for it: two for each that can be, so that none waits for the next.
    private readonly SemaphoreSlim blocks = new(2 * options.CompressionParallelism);

    public SegmentBuilder Begin(ArchiveName name) => new(name, options, blocks);

    /// <inheritdoc cref="ISchemaKeeper.Saw"/>
    public void Saw(TopicPartition partition, EncodedRecord record) => schemas?.Saw(partition, record);

    public void Dispose() => blocks.Dispose();
}
