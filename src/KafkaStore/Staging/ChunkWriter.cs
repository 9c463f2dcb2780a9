using System.Security.Cryptography;
using KafkaStore.Containers;
using KafkaStore.Staging.Trust;

namespace KafkaStore.Staging;

/// <summary>Writes staged chunks: containers of the archive's own format, uncompressed.</summary>
internal sealed class ChunkWriter(IStagingStore store, ChunkReader reader, DamagedChunks damaged, StagingKeys keys)
{
    /// <summary>A chunk ends with the record that brings it to this, so that a reader can hold any chunk in memory.</summary>
    public const int MaximumBytes = 8 * 1024 * 1024;

    /// <summary>Stages records that ascend by offset, as one chunk or, when there is much, several.</summary>
    public async Task<IReadOnlyList<ChunkName>> WriteAsync(
        TopicPartition partition,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        var names = new List<ChunkName>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < records.Count; i++)
        {
            bytes += records[i].Bytes.Length;
            if (bytes < MaximumBytes && i + 1 < records.Count)
                continue;
            IReadOnlyList<EncodedRecord> part = from == 0 && i + 1 == records.Count ? records : [.. records.Skip(from).Take(i + 1 - from)];
            names.Add(await WritePartAsync(partition, part, acceptedAt, cancellationToken));
            from = i + 1;
            bytes = 0;
        }

        return names;
    }

    /// <summary>Stages a proof that these ranges, ascending, hold no record.</summary>
    public async Task<ChunkName> WriteProofAsync(
        TopicPartition partition,
        IReadOnlyList<OffsetRange> ranges,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        string absent = AbsentRanges.Format(ranges);
        string digest = ProofDigest(absent);
        var name = new ChunkName(partition, ranges[0].From, ranges[^1].To - 1, 0, digest);
        var body = new BlocksInMemory(new ArchiveName(partition, name.First), []);
        await CreateAsync(name, body, body.Facts with { NextOffset = name.Last + 1 }, absent, acceptedAt, cancellationToken);
        return name;
    }

    internal static string ProofDigest(string absent) => Sha256Hash.Of(Encoding.UTF8.GetBytes(absent)).Hex[..ChunkName.DigestDigits];

    /// <summary>Of what a header says beside the records: it decides where idle segments end and which offsets are holes.</summary>
    public static string HeaderDigest(ChunkName name, long acceptedAt, string absent) =>
        Sha256Hash.Of(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}\n{acceptedAt}\n{absent}"))).Hex;

    /// <summary>What a chunk of these records is called, whoever stages it.</summary>
    public static ChunkName NameFor(TopicPartition partition, IReadOnlyList<EncodedRecord> records) =>
        NameFor(partition, records, RecordsDigest(records));

    /// <param name="digest">Of the records.</param>
    public static ChunkName NameFor(TopicPartition partition, IReadOnlyList<EncodedRecord> records, Sha256Hash digest) =>
        new(partition, records[0].Offset, records[^1].Offset, records.Count, digest.Hex[..ChunkName.DigestDigits]);

    /// <summary>SHA-256 of the records one after another.</summary>
    public static Sha256Hash RecordsDigest(IReadOnlyList<EncodedRecord> records)
    {
        var runs = new MemoryRuns();
        foreach (EncodedRecord record in records)
            runs.Add(record.Bytes);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReadOnlyMemory<byte> run in runs.Complete())
            digest.AppendData(run.Span);
        return Sha256Hash.FromBytes(digest.GetHashAndReset());
    }

    private async Task<ChunkName> WritePartAsync(
        TopicPartition partition,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        var body = new BlocksInMemory(new ArchiveName(partition, records[0].Offset), records);
        ChunkName name = NameFor(partition, records, body.Facts.RecordsDigest);
        await CreateAsync(name, body, body.Facts, AbsentRanges.Format(AbsentRanges.Between(records)), acceptedAt, cancellationToken);
        return name;
    }

    private async Task CreateAsync(
        ChunkName name,
        BlocksInMemory body,
        ContainerFacts facts,
        string absent,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> header =
        [
            .. facts.ToMetadata(),
            ContainerFacts.Entry(HeaderKeys.AcceptedAt, acceptedAt.ToUnixTimeMilliseconds()),
            ContainerFacts.Entry(HeaderKeys.Absent, absent),
            ContainerFacts.Entry(HeaderKeys.ChunkDigest, HeaderDigest(name, acceptedAt.ToUnixTimeMilliseconds(), absent)),
        ];
        if (!keys.IsEmpty)
            header.Add(ContainerFacts.Entry(HeaderKeys.ChunkCode, keys.Sign(name, header)));
        var content = new ContainerContent(body, header);

        // One that exists holds the same records, by its digest, and was accepted earlier, which is what counts. But it is
        // believed only after it was read: its records may be in no other chunk from now on.
        while (
            await store.CreateAsync(name.ToString(), content, cancellationToken) == CreateOutcome.AlreadyExists
            && !await IsWholeAsync(name, cancellationToken)
        )
        {
            await damaged.SetAsideAsync(name, cancellationToken);
        }
    }

    private async Task<bool> IsWholeAsync(ChunkName name, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(name, cancellationToken) is not null;
        }
        catch (ObjectMissingException)
        {
            return false; // swept or set aside meanwhile
        }
    }
}
