using KafkaStore.Archiving;

namespace KafkaStore.Staging;

/// <summary>A record of the merged chunks and when its chunk was accepted.</summary>
internal readonly record struct MergedRecord(EncodedRecord Record, DateTimeOffset AcceptedAt);

/// <summary>
/// Reads overlapping, repeated and unordered chunks as one ascending sequence of records, each once. At any time only the
/// chunks that cover the current offset are in memory.
/// </summary>
internal sealed class ChunkMerge(StagingArea staging)
{
    /// <summary>The records inside <paramref name="range"/>, ascending by offset.</summary>
    /// <param name="chunks">In any order; proofs among them are passed over.</param>
    /// <param name="range">The offsets wanted.</param>
    /// <exception cref="PartitionFaultException">Two chunks have different records for one offset.</exception>
    /// <exception cref="DamagedChunkException">A chunk is damaged.</exception>
    /// <exception cref="ChunkVanishedException">A chunk is gone.</exception>
    public async IAsyncEnumerable<MergedRecord> ReadAsync(
        IEnumerable<ChunkName> chunks,
        OffsetRange range,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var waiting = new Queue<ChunkName>(
            chunks
                .Where(chunk => chunk.MayHaveRecordsIn(range))
                .OrderBy(chunk => chunk.First)
                .ThenBy(chunk => chunk.Last)
                .ThenBy(chunk => chunk.Digest, StringComparer.Ordinal)
        );
        var open = new PriorityQueue<OpenChunk, long>();
        EncodedRecord? previous = null;
        while (true)
        {
            while (waiting.TryPeek(out ChunkName next) && (open.Count == 0 || next.First <= open.Peek().Current.Offset))
            {
                var chunk = new OpenChunk(await staging.ReadAsync(waiting.Dequeue(), cancellationToken), range.From);
                if (chunk.HasCurrent)
                    open.Enqueue(chunk, chunk.Current.Offset);
            }

            if (!open.TryDequeue(out OpenChunk? first, out _) || first.Current.Offset >= range.To)
                yield break;

            // A lone chunk goes on until the next one begins, without the queue.
            do
            {
                EncodedRecord record = first.Current;
                if (previous is not { } before || before.Offset != record.Offset)
                    yield return new MergedRecord(record, first.AcceptedAt);
                else if (!before.Bytes.Span.SequenceEqual(record.Bytes.Span))
                    throw PartitionFaults.ChunksDisagree(first.Name, record.Offset);
                previous = record;
            } while (
                first.MoveNext()
                && open.Count == 0
                && first.Current.Offset < range.To
                && (waiting.Count == 0 || waiting.Peek().First > first.Current.Offset)
            );
            if (first.HasCurrent)
                open.Enqueue(first, first.Current.Offset);
        }
    }

    private sealed class OpenChunk
    {
        private readonly StagedChunk chunk;
        private int index;

        public OpenChunk(StagedChunk chunk, long from)
        {
            this.chunk = chunk;
            while (HasCurrent && Current.Offset < from)
                index++;
        }

        public ChunkName Name => chunk.Name;

        public DateTimeOffset AcceptedAt => chunk.AcceptedAt;

        public bool HasCurrent => index < chunk.Records.Count;

        public EncodedRecord Current => chunk.Records[index];

        public bool MoveNext() => ++index < chunk.Records.Count;
    }
}
