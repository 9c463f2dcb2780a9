namespace KafkaStore.Containers;

/// <summary>The blocks of a container; while one is used, the next is read and decompressed.</summary>
/// <param name="reader">Read to its end, or as far as wanted; its owner disposes it after the enumeration.</param>
internal sealed class BlocksAhead(ContainerReader reader)
{
    // Blocks hold a megabyte and a record. Of larger ones two would be much memory, and the time goes elsewhere.
    private const int LargeBytes = 8 * 1024 * 1024;

    /// <summary>Enumerated once. Each block is valid until the next is asked for, the last until the enumeration ends.</summary>
    /// <exception cref="DamagedContainerException">A block is damaged.</exception>
    public async IAsyncEnumerable<ContainerBlock> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var current = new BlockInflater(ContainerLimits.MaximumBlockBytes);
        var other = new BlockInflater(ContainerLimits.MaximumBlockBytes);
        Task<ContainerBlock?> next = NextAsync(current, cancellationToken);
        try
        {
            while (await next is { } block)
            {
                bool ahead = block.Data.Length <= LargeBytes;
                if (ahead)
                {
                    (current, other) = (other, current);
                    BlockInflater free = current;
                    next = Task.Run(() => NextAsync(free, cancellationToken), cancellationToken);
                }

                yield return block;
                if (!ahead)
                    next = NextAsync(current, cancellationToken);
            }
        }
        finally
        {
            // Whoever disposes the reader next must not do so while it reads. A failure of what nobody wants any more is nobody's.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            current.Dispose();
            other.Dispose();
        }
    }

    private async Task<ContainerBlock?> NextAsync(BlockInflater memory, CancellationToken cancellationToken) =>
        await reader.ReadStoredAsync(cancellationToken) is { } stored ? reader.Unpack(stored, memory) : null;
}
