namespace KafkaStore.Tests.Support;

/// <summary>Content of any length that is made as it is read, and recognized as it is read back.</summary>
public sealed class GeneratedContent : ObjectContent
{
    // A prime, so that no store's block size hides two blocks that changed places.
    private const int PatternBytes = 65_521;

    private readonly byte[] pattern = new byte[PatternBytes];

    public GeneratedContent(int seed, long length)
    {
        new Random(seed).NextBytes(pattern);
        Length = length;
    }

    public override long Length { get; }

    /// <summary>What a stream does after this many bytes; null: it goes on to the end.</summary>
    public (long AfterBytes, Action Act)? Interruption { get; init; }

    public override Stream Open() => new Generated(this);

    /// <summary>Reads to the end; null when it was this content exactly, otherwise what is wrong.</summary>
    public async Task<string?> FindDifferenceAsync(Stream stream)
    {
        byte[] buffer = new byte[128 * 1024];
        byte[] expected = new byte[buffer.Length];
        long position = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer)) > 0)
        {
            Fill(position, expected.AsSpan(0, read));
            if (position + read > Length || !expected.AsSpan(0, read).SequenceEqual(buffer.AsSpan(0, read)))
                return $"Differs between {position} and {position + read}.";

            position += read;
        }

        return position == Length ? null : $"Ends at {position} instead of {Length}.";
    }

    private void Fill(long position, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            ReadOnlySpan<byte> source = pattern.AsSpan((int)(position % PatternBytes));
            int count = Math.Min(source.Length, target.Length);
            source[..count].CopyTo(target);
            target = target[count..];
            position += count;
        }
    }

    private sealed class Generated(GeneratedContent content) : Stream
    {
        private long position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            long end = content.Length;
            if (content.Interruption is { } interruption)
            {
                if (position == interruption.AfterBytes)
                {
                    interruption.Act();
                }
                else if (position < interruption.AfterBytes)
                {
                    end = interruption.AfterBytes;
                }
            }

            int count = (int)Math.Min(buffer.Length, end - position);
            content.Fill(position, buffer[..count]);
            position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        // At once, as memory is read: the base class would leave two tasks for each read, which memory tests would count.
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new(Read(buffer.Span));
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
