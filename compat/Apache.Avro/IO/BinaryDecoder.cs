using System.Buffers.Binary;
using System.Text;

namespace Avro.IO;

public class BinaryDecoder : Decoder
{
    private readonly Stream stream;

    public BinaryDecoder(Stream stream) => this.stream = stream;

    public void ReadNull()
    {
    }

    public bool ReadBoolean() => ReadByte() switch
    {
        0 => false,
        1 => true,
        byte other => throw new AvroException("Not a boolean value in the stream: " + other),
    };

    public int ReadInt() => (int)ReadLong();

    public long ReadLong()
    {
        ulong zigzag = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = ReadByte();
            zigzag |= (b & 0x7fUL) << shift;
            if (b < 0x80)
                return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
        }
    }

    public float ReadFloat()
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        Fill(bytes);
        return BinaryPrimitives.ReadSingleLittleEndian(bytes);
    }

    public double ReadDouble()
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        Fill(bytes);
        return BinaryPrimitives.ReadDoubleLittleEndian(bytes);
    }

    public byte[] ReadBytes()
    {
        byte[] bytes = new byte[ReadLong()];
        Fill(bytes);
        return bytes;
    }

    public string ReadString()
    {
        int length = ReadInt();
        if (length < 0)
            throw new AvroException("Can not deserialize a string with negative length!");
        byte[] bytes = new byte[length];
        Fill(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    public int ReadEnum() => ReadInt();

    public long ReadArrayStart() => ReadCount();

    public long ReadArrayNext() => ReadCount();

    public long ReadMapStart() => ReadCount();

    public long ReadMapNext() => ReadCount();

    public int ReadUnionIndex() => ReadInt();

    public void ReadFixed(byte[] buffer) => Fill(buffer);

    public void ReadFixed(byte[] buffer, int start, int length) => Fill(buffer.AsSpan(start, length));

    public void SkipNull()
    {
    }

    public void SkipBoolean() => ReadBoolean();

    public void SkipInt() => ReadInt();

    public void SkipLong() => ReadLong();

    public void SkipFloat() => Skip(sizeof(float));

    public void SkipDouble() => Skip(sizeof(double));

    public void SkipBytes() => Skip(ReadLong());

    public void SkipString() => SkipBytes();

    public void SkipEnum() => ReadLong();

    public void SkipUnionIndex() => ReadLong();

    public void SkipFixed(int len) => Skip(len);

    // A negative count has the block's length in bytes after it.
    private long ReadCount()
    {
        long count = ReadLong();
        if (count >= 0)
            return count;
        ReadLong();
        return -count;
    }

    private void Skip(long length) => stream.Seek(length, SeekOrigin.Current);

    private byte ReadByte() => stream.ReadByte() is >= 0 and int b ? (byte)b : throw new AvroException("End of stream reached");

    private void Fill(Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new AvroException("End of stream reached");
    }
}
