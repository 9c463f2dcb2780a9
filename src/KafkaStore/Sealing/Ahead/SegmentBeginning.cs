using KafkaStore.Archiving;
using KafkaStore.Containers.Blocks;

namespace KafkaStore.Sealing.Ahead;

/// <summary>Begins segments that are compressed ahead, all of a process within one budget.</summary>
internal sealed class SegmentBeginning(ArchiverOptions options, ISchemaKeeper? schemas) : IDisposable
{
    /// <summary>
    /// Memory for the blocks that are being filled, of all open segments. A hundred of them take half a megabyte each on average; of
    /// more the beginnings of blocks wait in a file, which costs some hundredths of the processor and no partition its place.
    /// </summary>
    public const int PendingBytes = 64 * 1024 * 1024;

    // Blocks being compressed, or waiting for it: two for each that can be, so that none waits for the next.
    private readonly BlockBudget budget = new(2 * options.CompressionParallelism, PendingBytes, options.SpoolFolder);

    public SegmentBuilder Begin(ArchiveName name) => new(name, options, budget);

    /// <inheritdoc cref="ISchemaKeeper.Saw"/>
    public void Saw(TopicPartition partition, EncodedRecord record) => schemas?.Saw(partition, record);

    public void Dispose() => budget.Dispose();
}
