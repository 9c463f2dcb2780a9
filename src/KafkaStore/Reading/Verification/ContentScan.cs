using System.Security.Cryptography;

namespace KafkaStore.Reading.Verification;

/// <summary>What the records of one object really are, gathered block by block and held against its block index.</summary>
internal sealed class ContentScan(ContainerFacts facts, PolicyReplay? policy) : IDisposable
{
    private readonly IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public int Blocks { get; private set; }

    /// <summary>Names of headers that hold U+FFFD, the character that stands for what could not be read.</summary>
    public long ReplacedNames { get; private set; }

    public long Records { get; private set; }

    public long? FirstTimestamp { get; private set; }

    public long? FirstOffset { get; private set; }

    public long? LastOffset { get; private set; }

    public long SmallestTimestamp { get; private set; } = long.MaxValue;

    public long LargestTimestamp { get; private set; } = long.MinValue;

    /// <summary>The first offset that is out of place; null when all ascend inside the object's range.</summary>
    public long? MisplacedOffset { get; private set; }

    /// <summary>How the block index differs from the first block that it does not describe; null when it describes all so far.</summary>
    public string? IndexProblem { get; private set; }

    /// <summary>First offset of that block.</summary>
    public long? IndexProblemOffset { get; private set; }

    /// <summary>Where the records go on that have not been seen, as far as that can be told.</summary>
    public long ExpectedOffset =>
        Blocks < facts.Blocks.Count && IndexProblem is null ? facts.Blocks[Blocks].FirstOffset : (LastOffset + 1) ?? facts.Name.BaseOffset;

    /// <exception cref="DamagedContainerException">The block does not hold the records it claims.</exception>
    public void Add(ContainerBlock block, long length)
    {
        long? first = null;
        long smallest = long.MaxValue;
        long largest = long.MinValue;
        foreach (EncodedRecord record in block.EncodedRecords())
        {
            if (MisplacedOffset is null && (record.Offset <= LastOffset || !facts.Range.Contains(record.Offset)))
                MisplacedOffset = record.Offset;
            first ??= record.Offset;
            smallest = Math.Min(smallest, record.Timestamp);
            largest = Math.Max(largest, record.Timestamp);
            FirstOffset ??= record.Offset;
            FirstTimestamp ??= record.Timestamp;
            LastOffset = record.Offset;
            Records++;
            policy?.Add(record.Offset, record.Timestamp, record.Bytes.Length);
            ReplacedNames += ReplacedNamesOf(record);
        }

        digest.AppendData(block.Data.Span);
        SmallestTimestamp = Math.Min(SmallestTimestamp, smallest);
        LargestTimestamp = Math.Max(LargestTimestamp, largest);
        CompareWithIndex(new BlockEntry(length, first ?? -1, smallest, largest));
        Blocks++;
    }

    /// <summary>After the last block; once.</summary>
    public Sha256Hash TakeDigest() => Sha256Hash.FromBytes(digest.GetHashAndReset());

    public void Dispose() => digest.Dispose();

    private static int ReplacedNamesOf(EncodedRecord record)
    {
        int position = 0;
        return
            record.Bytes.Span.IndexOf("\uFFFD"u8) >= 0
            && RecordLayout.Current.TryRead(record.Bytes, ref position, record.Offset, out Record decoded)
            ? decoded.Headers.Count(header => header.Key.Contains('\uFFFD', StringComparison.Ordinal))
            : 0;
    }

    private void CompareWithIndex(BlockEntry actual)
    {
        if (IndexProblem is not null)
            return;
        if (Blocks >= facts.Blocks.Count)
            IndexProblem = $"the block index has {facts.Blocks.Count} blocks, and more follow";
        else if (facts.Blocks[Blocks] != actual)
            IndexProblem = $"block {Blocks + 1} is {Text(actual)}, and the block index says {Text(facts.Blocks[Blocks])}";
        if (IndexProblem is not null)
            IndexProblemOffset = actual.FirstOffset;
    }

    private static string Text(BlockEntry entry) =>
        $"{entry.Length} bytes from offset {entry.FirstOffset}, timestamps {entry.SmallestTimestamp} to {entry.LargestTimestamp}";
}
