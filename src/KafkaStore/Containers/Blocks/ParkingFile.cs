using KafkaStore.Storage.Files;

namespace KafkaStore.Containers.Blocks;

/// <summary>
/// Where the bytes of blocks that are being filled wait when memory does not suffice for all of them: a file that has no name, with a
/// place of a block's size for each. Few of them ever reach the disk.
/// </summary>
/// <param name="folder">Where the file will be, made if missing; null: the system's temporary folder.</param>
internal sealed class ParkingFile(string? folder) : IDisposable
{
    private readonly Lock gate = new();
    private readonly string folder = folder ?? Path.GetTempPath();
    private readonly PriorityQueue<int, int> free = new(); // the lowest first, so that the file stays small
    private UnnamedFile? file;
    private int places;

    public int TakePlace()
    {
        lock (gate)
            return free.TryDequeue(out int place, out _) ? place : places++;
    }

    public void GiveBack(int place)
    {
        lock (gate)
            free.Enqueue(place, place);
    }

    /// <exception cref="StorageUnavailableException">The disk is full.</exception>
    /// <exception cref="StorageAccessException">The folder can't be written.</exception>
    public void Write(int place, long at, IReadOnlyList<ReadOnlyMemory<byte>> bytes)
    {
        try
        {
            RandomAccess.Write(Open().Handle, bytes, PositionOf(place, at));
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("write a temporary file in", folder, exception);
        }
    }

    /// <summary>Fills all of the target from the place's beginning.</summary>
    /// <exception cref="StorageUnavailableException">It can't be read.</exception>
    public void Read(int place, Span<byte> target)
    {
        try
        {
            for (int at = 0; at < target.Length; )
            {
                int count = RandomAccess.Read(Open().Handle, target[at..], PositionOf(place, at));
                if (count == 0)
                    throw new EndOfStreamException("The file is shorter than what was written to it.");
                at += count;
            }
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("read back a temporary file in", folder, exception);
        }
    }

    public void Dispose()
    {
        lock (gate)
            file?.Dispose();
    }

    private static long PositionOf(int place, long at) => ((long)place * ContainerLimits.BlockBytes) + at;

    private UnnamedFile Open()
    {
        lock (gate)
            return file ??= UnnamedFile.Create(folder);
    }
}
