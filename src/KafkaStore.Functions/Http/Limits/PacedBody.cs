namespace KafkaStore.Functions.Http.Limits;

/// <summary>The body of an answer, which fails when its client takes less than a <see cref="ClientPace"/> wants.</summary>
internal sealed class PacedBody : Stream
{
    // A server waits for its client when about this much lies before it.
    private const int PieceBytes = 64 * 1024;

    private readonly Stream inner;
    private readonly ClientPace pace;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource tooSlow;
    private readonly CancellationTokenSource ending;

    /// <param name="inner">Not owned.</param>
    /// <param name="pace">Of its client.</param>
    /// <param name="clock">Measures the waiting.</param>
    /// <param name="stopping">Ends every write.</param>
    public PacedBody(Stream inner, ClientPace pace, TimeProvider clock, CancellationToken stopping)
    {
        this.inner = inner;
        this.pace = pace;
        this.clock = clock;
        tooSlow = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, tooSlow.Token);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("An answer is written forward only.");

    public override long Position
    {
        get => throw new NotSupportedException("An answer is written forward only.");
        set => throw new NotSupportedException("An answer is written forward only.");
    }

    /// <exception cref="SlowClientException">The client takes too little.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (int at = 0; at < buffer.Length; at += PieceBytes)
        {
            ReadOnlyMemory<byte> piece = buffer[at..Math.Min(at + PieceBytes, buffer.Length)];
            long began = Begin();
            try
            {
                await inner.WriteAsync(piece, ending.Token);
            }
            catch (OperationCanceledException e) when (tooSlow.IsCancellationRequested)
            {
                throw new SlowClientException(e);
            }

            End(began, piece.Length);
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        long began = Begin();
        try
        {
            await inner.FlushAsync(ending.Token);
        }
        catch (OperationCanceledException e) when (tooSlow.IsCancellationRequested)
        {
            throw new SlowClientException(e);
        }

        End(began, 0);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("An answer is written, not read.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("An answer is written forward only.");

    public override void SetLength(long value) => throw new NotSupportedException("An answer is written forward only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ending.Dispose();
            tooSlow.Dispose();
        }

        base.Dispose(disposing);
    }

    private long Begin()
    {
        tooSlow.CancelAfter(pace.Left);
        return clock.GetTimestamp();
    }

    // A server may end the connection for a write that was cancelled, and say nothing.
    private void End(long began, int bytes)
    {
        if (tooSlow.IsCancellationRequested)
            throw new SlowClientException(null);
        tooSlow.CancelAfter(Timeout.InfiniteTimeSpan);
        pace.Took(clock.GetElapsedTime(began), bytes);
    }
}

/// <summary>A client takes less of its answer than it has to, and gets no more of it.</summary>
internal sealed class SlowClientException(Exception? innerException) : Exception("The client takes its answer too slowly.", innerException);
