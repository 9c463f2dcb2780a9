using System.Runtime.CompilerServices;
using Avro;
using Avro.IO;

namespace KafkaStore.Schemas.Decoding;

/// <summary>
/// Stands between Apache.Avro's reader and its decoder, of one datum, so that damaged bytes can claim neither memory that they
/// don't fill nor a depth that ends the process. Reads only: nothing is ever skipped where writer's and reader's schema are one.
/// </summary>
internal sealed class BoundedDecoder(Decoder inner) : Decoder
{
    private const int FirstPieceBytes = 64 * 1024;

    /// <summary>Items of a datum's arrays and maps, which may take no bytes at all.</summary>
    private const int MaximumItems = 10_000_000;

    private long items;

    public void ReadNull() => inner.ReadNull();

    public bool ReadBoolean() => inner.ReadBoolean();

    public int ReadInt() =>
        inner.ReadLong() is >= int.MinValue and <= int.MaxValue and long value
            ? (int)value
            : throw new AvroException("a number does not fit its type");

    public long ReadLong() => inner.ReadLong();

    public float ReadFloat() => inner.ReadFloat();

    public double ReadDouble() => inner.ReadDouble();

    public byte[] ReadBytes() => ReadLengthAndBytes();

    public string ReadString() => System.Text.Encoding.UTF8.GetString(ReadLengthAndBytes());

    public int ReadEnum() => ReadInt();

    public int ReadUnionIndex()
    {
        // Only unions, arrays and maps let a schema contain itself.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return ReadInt();
    }

    public long ReadArrayStart()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return Count(inner.ReadArrayStart());
    }

    public long ReadArrayNext() => Count(inner.ReadArrayNext());

    public long ReadMapStart()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return Count(inner.ReadMapStart());
    }

    public long ReadMapNext() => Count(inner.ReadMapNext());

    public void ReadFixed(byte[] buffer) => inner.ReadFixed(buffer);

    public void ReadFixed(byte[] buffer, int start, int length) => inner.ReadFixed(buffer, start, length);

    public void SkipNull() => inner.SkipNull();

    public void SkipBoolean() => inner.SkipBoolean();

    public void SkipInt() => inner.SkipInt();

    public void SkipLong() => inner.SkipLong();

    public void SkipFloat() => inner.SkipFloat();

    public void SkipDouble() => inner.SkipDouble();

    public void SkipBytes() => inner.SkipBytes();

    public void SkipString() => inner.SkipString();

    public void SkipEnum() => inner.SkipEnum();

    public void SkipUnionIndex() => inner.SkipUnionIndex();

    public void SkipFixed(int len) => inner.SkipFixed(len);

    private long Count(long count)
    {
        items += count;
        return count >= 0 && items is >= 0 and <= MaximumItems
            ? count
            : throw new AvroException($"an array or map claims more than {MaximumItems:N0} items");
    }

    // In pieces that double: memory follows the bytes that are there.
    private byte[] ReadLengthAndBytes()
    {
        long length = inner.ReadLong();
        if (length < 0 || length > Array.MaxLength)
            throw new AvroException($"a text or its like claims {length} bytes");
        byte[] bytes = new byte[Math.Min(length, FirstPieceBytes)];
        inner.ReadFixed(bytes);
        while (bytes.Length < length)
        {
            int read = bytes.Length;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * read));
            inner.ReadFixed(bytes, read, bytes.Length - read);
        }

        return bytes;
    }
}
