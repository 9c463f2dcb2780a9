using System.Runtime.CompilerServices;
using Avro;
using Avro.IO;

namespace KafkaStore.Schemas.Decoding;

/// <summary>
/// Stands between Apache.Avro's reader and its decoder, for one datum, so that damaged or hostile bytes can claim neither memory
/// nor output that they don't pay for, nor a depth that ends the process. Reads only: nothing is ever skipped where writer's and
/// reader's schema are one.
/// </summary>
/// <param name="data">At the datum's start; others may follow.</param>
/// <param name="longestName">In bytes, of all that may be written again for each value.</param>
internal sealed class BoundedDecoder(MemoryStream data, int longestName) : Decoder
{
    /// <summary>Values that take no bytes at all: of null, or of a record without fields.</summary>
    public const int MaximumUnpaid = 1_000_000;

    private const int MaximumValues = 10_000_000;
    private const long MaximumNames = 256L * 1024 * 1024;
    private const int FirstPieceBytes = 64 * 1024;

    private readonly BinaryDecoder inner = new(data);
    private readonly long start = data.Position;
    private readonly long maximum = Math.Min(MaximumValues, MaximumNames / (1 + longestName));

    private long values;
    private long items;

    public void ReadNull() => CountValue();

    public bool ReadBoolean()
    {
        CountValue();
        return inner.ReadBoolean();
    }

    public int ReadInt()
    {
        CountValue();
        return Int();
    }

    public long ReadLong()
    {
        CountValue();
        return inner.ReadLong();
    }

    public float ReadFloat()
    {
        CountValue();
        return inner.ReadFloat();
    }

    public double ReadDouble()
    {
        CountValue();
        return inner.ReadDouble();
    }

    public byte[] ReadBytes() => ReadLengthAndBytes();

    public string ReadString() => System.Text.Encoding.UTF8.GetString(ReadLengthAndBytes());

    public int ReadEnum() => ReadInt();

    public int ReadUnionIndex()
    {
        // Only unions, arrays and maps let a schema contain itself.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return Int();
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

    public void ReadFixed(byte[] buffer) => ReadFixed(buffer, 0, buffer.Length);

    public void ReadFixed(byte[] buffer, int start, int length)
    {
        CountValue();
        inner.ReadFixed(buffer, start, length);
    }

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

    private int Int() =>
        inner.ReadLong() is >= int.MinValue and <= int.MaxValue and long value
            ? (int)value
            : throw new AvroException("a number does not fit its type");

    private void CountValue()
    {
        values++;
        if (values > maximum)
            throw new AvroException($"it has more than {maximum:N0} values, each with names as long as its schema's");
        if (values - (data.Position - start) > MaximumUnpaid)
            throw new AvroException($"more than {MaximumUnpaid:N0} of its values take no bytes");
    }

    private long Count(long count)
    {
        items += count;
        return count >= 0 && items >= 0 && items <= Math.Min(maximum, data.Length - start + MaximumUnpaid)
            ? count
            : throw new AvroException("an array or map claims more items than its bytes can hold");
    }

    // In pieces that double: memory follows the bytes that are there.
    private byte[] ReadLengthAndBytes()
    {
        CountValue();
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
