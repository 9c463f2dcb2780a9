namespace KafkaStore.Storage;

/// <summary>The bytes of an object that somebody wants, as <see cref="IObjectReader.OpenReadAsync"/> is asked for them.</summary>
public readonly record struct ObjectRange
{
    /// <param name="from">First byte, inclusive.</param>
    /// <param name="length">Number of bytes at most; null: to the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is negative.</exception>
    public ObjectRange(long from, long? length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        From = from;
        Length = length;
    }

    public long From { get; }

    public long? Length { get; }

    /// <summary>Whether nothing is wanted, which no cloud's protocol has a range for.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>Last byte, inclusive, of a range that is not empty; null: the object's.</summary>
    public long? Last => Length is { } count && count <= long.MaxValue - From ? From + count - 1 : null;

    /// <summary>What an empty range of an object is.</summary>
    /// <exception cref="ObjectMissingException">No object has that name.</exception>
    public static async Task<Stream> OpenEmptyAsync(IObjectReader store, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await store.FindAsync(name, cancellationToken) is null
            ? throw new ObjectMissingException(name, store.DisplayName)
            : Stream.Null;
    }
}
