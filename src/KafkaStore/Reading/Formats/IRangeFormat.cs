using KafkaStore.Reading.Ranges;

namespace KafkaStore.Reading.Formats;

/// <summary>A way to write the records of a page.</summary>
public interface IRangeFormat
{
    /// <summary>Writes the page's records as they are decoded, and flushes after each block.</summary>
    /// <param name="page">Which records.</param>
    /// <param name="output">Takes them; only written asynchronously, and not closed.</param>
    /// <exception cref="Avro.DamagedContainerException">An object is damaged. What was written before is whole; nothing, if it is the first block.</exception>
    /// <exception cref="Storage.StorageException">The store can't be read.</exception>
    public Task WriteAsync(RangePage page, Stream output, CancellationToken cancellationToken);
}
