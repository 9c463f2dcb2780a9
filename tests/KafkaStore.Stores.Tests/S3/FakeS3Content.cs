using Microsoft.Win32.SafeHandles;

namespace KafkaStore.Stores.Tests.S3;

/// <summary>Bytes of an object or a part: in memory while they are few, then in a file without a name.</summary>
internal sealed class FakeS3Content : IDisposable
{
    private const int MaximumBytesInMemory = 64 * 1024;

    private MemoryStream? memory;
    private SafeFileHandle? file;

    /// <param name="expectedBytes">How many come, as far as that is known.</param>
    public FakeS3Content(long expectedBytes)
    {
        if (expectedBytes > MaximumBytesInMemory)
            file = CreateFile();
        else
            memory = new MemoryStream();
    }

    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (memory is not null && Length + bytes.Length > MaximumBytesInMemory)
        {
            file = CreateFile();
            RandomAccess.Write(file, memory.GetBuffer().AsSpan(0, (int)Length), 0);
            memory = null;
        }

        if (file is not null)
            RandomAccess.Write(file, bytes, Length);
        else
            memory!.Write(bytes);
        Length += bytes.Length;
    }

    public int Read(Span<byte> target, long position)
    {
        if (file is not null)
            return RandomAccess.Read(file, target, position);
        int count = (int)Math.Min(target.Length, Length - position);
        memory!.GetBuffer().AsSpan((int)position, count).CopyTo(target);
        return count;
    }

    public void Dispose() => file?.Dispose();

    private static SafeFileHandle CreateFile() =>
        File.OpenHandle(
            Path.GetTempFileName(),
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete,
            FileOptions.DeleteOnClose
        );
}
