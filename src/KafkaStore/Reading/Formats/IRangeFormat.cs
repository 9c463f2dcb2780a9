using KafkaStore.Reading.Ranges;

namespace KafkaStore.Reading.Formats;

/// <summary>A way to write the records of a page.</summary>
public interface IRangeFormat
{
    /// <summary>Writes the page's records as they are decoded, and flushes after each block.</summary>
    /// <returns>How much that was.</returns>
    /// <param name="page">Which records.</param>
    /// <param name="output">Takes them; only written asynchronously, and not closed.</param>
    /// <exception cref="Avro.DamagedContainerException">An object is damaged. What was written before is whole; nothing, if it is the first block.</exception>
    /// <exception cref="Storage.StorageException">The store can't be read.</exception>
    public Task<WrittenRange> WriteAsync(RangePage page, Stream output, CancellationToken cancellationToken);
}

/// <summary>What was written of a page.</summary>
/// <param name="Records">Their number.</param>
/// <param name="Bytes">In the format, before whoever takes them compresses them.</param>
public readonly record struct WrittenRange(long Records, long Bytes);
