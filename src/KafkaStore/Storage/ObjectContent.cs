namespace KafkaStore.Storage;

/// <summary>What is to be stored. Can be opened again and again, so that a store may retry.</summary>
public abstract class ObjectContent
{
    private Md5Hash? md5;

    /// <summary>In bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Fixed-size facts for stores that keep metadata beside an object; the object itself says all of it too.</summary>
    public virtual IReadOnlyDictionary<string, string> Metadata => System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;

    /// <summary>The whole content where it lies in memory, for stores that can take it from there; null where it does not.</summary>
    internal virtual IReadOnlyList<ReadOnlyMemory<byte>>? Pieces => null;

    /// <summary>A new stream over the whole content, at its start; the caller disposes it.</summary>
    public abstract Stream Open();

    /// <summary>MD5 of the whole content, for stores that want it before the first byte. The first call reads all of it.</summary>
    /// <exception cref="StorageException">It has not the length it announced.</exception>
    public async ValueTask<Md5Hash> GetMd5Async(CancellationToken cancellationToken)
    {
        if (md5 is { } known)
            return known;
        await using Stream stream = Open();
        (Md5Hash computed, long length) = await Md5Hash.OfAsync(stream, cancellationToken);
        if (length != Length)
            throw WrongLength(length);
        md5 = computed;
        return computed;
    }

    /// <summary>What a store throws where the content turns out longer or shorter than it announced.</summary>
    public StorageException WrongLength(long length) => new($"The content announced {Length} bytes and has {length}; nothing was stored.");

    public static ObjectContent FromBytes(ReadOnlyMemory<byte> bytes) => new Bytes(bytes);

    private sealed class Bytes(ReadOnlyMemory<byte> bytes) : ObjectContent
    {
        public override long Length => bytes.Length;

        public override Stream Open() =>
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array)
                ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
                : new MemoryStream(bytes.ToArray(), writable: false);
    }
}
