namespace KafkaStore.Storage;

/// <summary>What is to be stored. Can be opened again and again, so that a store may retry.</summary>
public abstract class ObjectContent
{
    /// <summary>In bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Fixed-size facts for stores that keep metadata beside an object; the object itself says all of it too.</summary>
    public virtual IReadOnlyDictionary<string, string> Metadata => System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;

    /// <summary>A new stream over the whole content, at its start; the caller disposes it.</summary>
    public abstract Stream Open();

    public static ObjectContent FromBytes(ReadOnlyMemory<byte> bytes) => new Bytes(bytes);

    private sealed class Bytes(ReadOnlyMemory<byte> bytes) : ObjectContent
    {
        public override long Length => bytes.Length;

        public override Stream Open() => System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
    }
}
