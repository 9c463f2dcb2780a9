using System.Runtime.InteropServices;

namespace KafkaStore.Records;

/// <summary>Pieces of memory in their order; those that lie side by side in one array become one.</summary>
internal sealed class MemoryRuns
{
    private readonly List<ReadOnlyMemory<byte>> runs = [];
    private byte[]? array;
    private int start;
    private int end;

    /// <summary>What was added, as few pieces as may be.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Complete()
    {
        End();
        return runs;
    }

    public void Add(ReadOnlyMemory<byte> piece)
    {
        if (!MemoryMarshal.TryGetArray(piece, out ArraySegment<byte> segment))
        {
            End();
            runs.Add(piece);
            return;
        }

        if (ReferenceEquals(segment.Array, array) && segment.Offset == end)
        {
            end += segment.Count;
            return;
        }

        End();
        array = segment.Array;
        start = segment.Offset;
        end = start + segment.Count;
    }

    private void End()
    {
        if (array is not null)
            runs.Add(array.AsMemory(start, end - start));
        array = null;
    }
}
