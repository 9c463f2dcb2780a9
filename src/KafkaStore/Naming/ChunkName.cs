namespace KafkaStore.Naming;

/// <summary>
/// Name of a staged chunk, <c>TOPIC/PPPPPP/FIRST-LAST-COUNT-DIGEST</c>. Says what the chunk holds without opening it:
/// with as many records as offsets it is dense, with none it is a proof of emptiness.
/// </summary>
/// <param name="Partition">The topic-partition it belongs to.</param>
/// <param name="First">First offset, inclusive.</param>
/// <param name="Last">Last offset, inclusive.</param>
/// <param name="Digest">First 16 lower-case hex digits of the digest of its content.</param>
public readonly record struct ChunkName(TopicPartition Partition, long First, long Last, int Count, string Digest)
{
    public const int DigestDigits = 16;

    public OffsetRange Range => new(First, Last + 1);

    /// <summary>It holds a record for every offset of its range.</summary>
    public bool IsDense => Count == Last - First + 1;

    /// <summary>It holds no record and says which offsets hold none.</summary>
    public bool IsProof => Count == 0;

    /// <summary>Records of these offsets may be in it.</summary>
    public bool MayHaveRecordsIn(OffsetRange range) => !IsProof && First < range.To && Last >= range.From;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{ArchiveName.Folder(Partition)}{FixedWidth.Offset(First)}-{FixedWidth.Offset(Last)}-{Count}-{Digest}"
        );

    /// <summary>The inverse of <see cref="ToString"/>; anything that it would not write is refused.</summary>
    public static bool TryParse(string? text, out ChunkName name)
    {
        name = default;
        if (!PartitionPath.TrySplit(text, out TopicPartition partition, out ReadOnlySpan<char> rest))
            return false;
        Span<Range> parts = stackalloc Range[5];
        if (
            rest.Split(parts, '-') != 4
            || !FixedWidth.TryParseOffset(rest[parts[0]], out long first)
            || !FixedWidth.TryParseOffset(rest[parts[1]], out long last)
            || !TryParseCount(rest[parts[2]], out int count)
            || first > last
            || last == long.MaxValue
            || count > last - first + 1
            || !IsDigest(rest[parts[3]])
        )
        {
            return false;
        }

        name = new ChunkName(partition, first, last, count, rest[parts[3]].ToString());
        return true;
    }

    private static bool TryParseCount(ReadOnlySpan<char> text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count)
        && (text.Length == 1 || text[0] != '0')
        && FixedWidth.AllDigits(text); // int.TryParse lets zero characters follow the digits

    private static bool IsDigest(ReadOnlySpan<char> text) => text.Length == DigestDigits && LowerHex.Is(text);
}
