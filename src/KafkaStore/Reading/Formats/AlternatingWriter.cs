using System.Collections.Concurrent;

namespace KafkaStore.Reading.Formats;

/// <summary>Fills one piece of memory while the other is being written, so that decoding does not wait for the network.</summary>
/// <param name="output">Takes all of it; flushed after each piece.</param>
internal sealed class AlternatingWriter(Stream output) : IAsyncDisposable
{
    /// <summary>What is worth a turn, in bytes.</summary>
    public const int PieceBytes = 256 * 1024;

    // What one huge record has grown is not used again.
    private const int KeptBytes = 8 * 1024 * 1024;

    // Kept from one response to the next: the collector would get round to pieces of this size late.
    private const int SpareBytes = 1024 * 1024;
    private const int SparePieces = 8;
    private static readonly ConcurrentQueue<ArrayBufferWriter<byte>> Spare = new();

    private ArrayBufferWriter<byte> current = Take();
    private ArrayBufferWriter<byte> other = Take();
    private Task writing = Task.CompletedTask;

    /// <summary>The piece to be filled; another after each turn.</summary>
    public ArrayBufferWriter<byte> Current => current;

    /// <summary>Bytes of all pieces that had their turn.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>Begins to write what is there, once the piece before it is written.</summary>
    public async ValueTask TurnAsync(CancellationToken cancellationToken)
    {
        if (current.WrittenCount == 0)
            return;
        await writing;
        ArrayBufferWriter<byte> full = current;
        WrittenBytes += full.WrittenCount;
        current = other.Capacity > KeptBytes ? Take() : other;
        current.ResetWrittenCount();
        other = full;
        writing = WriteAsync(full, cancellationToken);
    }

    /// <summary>Returns when all is written.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await TurnAsync(cancellationToken);
        await writing;
    }

    /// <summary>Returns when nothing is being written any more. After a failure that is what the caller knows already, or comes of it.</summary>
    public async ValueTask DisposeAsync()
    {
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (writing.IsCompletedSuccessfully)
        {
            GiveBack(current);
            GiveBack(other);
        }
    }

    private static ArrayBufferWriter<byte> Take() =>
        Spare.TryDequeue(out ArrayBufferWriter<byte>? piece) ? piece : new ArrayBufferWriter<byte>(2 * PieceBytes);

    private static void GiveBack(ArrayBufferWriter<byte> piece)
    {
        piece.ResetWrittenCount();
        if (piece.Capacity <= SpareBytes && Spare.Count < SparePieces)
            Spare.Enqueue(piece);
    }

    private async Task WriteAsync(ArrayBufferWriter<byte> piece, CancellationToken cancellationToken)
    {
        await output.WriteAsync(piece.WrittenMemory, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}
