using System.Buffers;

namespace KafkaStore.Reading;

/// <summary>Fills one piece of memory while the other is being written, so that decoding does not wait for the network.</summary>
/// <param name="output">Takes all of it; flushed after each piece.</param>
/// <param name="pieceBytes">Size of a piece at first, in bytes.</param>
/// <param name="keptBytes">A piece that has grown to more is not used again.</param>
internal sealed class AlternatingWriter(Stream output, int pieceBytes, int keptBytes) : IAsyncDisposable
{
    private ArrayBufferWriter<byte> current = new(2 * pieceBytes);
    private ArrayBufferWriter<byte> other = new(2 * pieceBytes);
    private Task writing = Task.CompletedTask;

    /// <summary>The piece to be filled; another after each turn.</summary>
    public ArrayBufferWriter<byte> Current => current;

    /// <summary>Begins to write what is there, once the piece before it is written.</summary>
    public async ValueTask TurnAsync(CancellationToken cancellationToken)
    {
        if (current.WrittenCount == 0)
            return;
        await writing.ConfigureAwait(false);
        ArrayBufferWriter<byte> full = current;
        current = other.Capacity > keptBytes ? new ArrayBufferWriter<byte>(2 * pieceBytes) : other;
        current.ResetWrittenCount();
        other = full;
        writing = WriteAsync(full, cancellationToken);
    }

    /// <summary>Returns when all is written.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await TurnAsync(cancellationToken).ConfigureAwait(false);
        await writing.ConfigureAwait(false);
    }

    /// <summary>Returns when nothing is being written any more. After a failure that is what the caller knows already, or comes of it.</summary>
    public async ValueTask DisposeAsync() => await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task WriteAsync(ArrayBufferWriter<byte> piece, CancellationToken cancellationToken)
    {
        await output.WriteAsync(piece.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
