using KafkaStore.Containers;
using KafkaStore.Staging.Trust;

namespace KafkaStore.Staging;

/// <summary>Writes staged chunks: containers of the archive's own format, uncompressed.</summary>
internal sealed class ChunkWriter(IStagingStore store, ChunkReader reader, DamagedChunks damaged, StagingKeys keys)
{
    /// <summary>Stages records that ascend by offset, as one chunk or, when there is much, several.</summary>
    public async Task<IReadOnlyList<ChunkName>> WriteAsync(
        TopicPartition partition,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        var names = new List<ChunkName>();
        foreach (IReadOnlyList<EncodedRecord> part in ChunkParts.Of(records))
            names.Add(await WritePartAsync(partition, part, acceptedAt, cancellationToken));
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
        var name = new ChunkName(partition, ranges[0].From, ranges[^1].To - 1, 0, ProofDigest(absent));
        await CreateAsync(name, ChunkForm.Secure, Sha256Hash.OfNothing.Hex, absent, [], acceptedAt, cancellationToken);
        return name;
    }

    internal static string ProofDigest(string absent) => Sha256Hash.Of(Encoding.UTF8.GetBytes(absent)).Hex[..ChunkName.DigestDigits];

    private async Task<ChunkName> WritePartAsync(
        TopicPartition partition,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        if (keys.IsEmpty && await TryWriteAsync(ChunkForm.Quick, partition, records, acceptedAt, cancellationToken) is { } quick)
            return quick;

        // Signed; or another chunk has that name: its records, chosen by whoever produced them, have the same quick digest, or a newer
        // build staged it in a form that can't be compared.
        return await TryWriteAsync(ChunkForm.Secure, partition, records, acceptedAt, cancellationToken)
            ?? throw new StorageUnavailableException(
                $"{store.DisplayName} has a chunk of {partition} whose name is that of the records from offset {records[0].Offset} on, and other records in it."
            );
    }

    // Null where the name is that of other records.
    private async Task<ChunkName?> TryWriteAsync(
        ChunkForm form,
        TopicPartition partition,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        string digest = form.DigestOf(records);
        ChunkName name = ChunkForm.NameFor(partition, records, digest);
        string absent = AbsentRanges.Format(AbsentRanges.Between(records));
        return await CreateAsync(name, form, digest, absent, records, acceptedAt, cancellationToken) ? name : null;
    }

    // False where there is one of that name that is not known to have these records.
    private async Task<bool> CreateAsync(
        ChunkName name,
        ChunkForm form,
        string digest,
        string absent,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        var body = new BlocksInMemory(new ArchiveName(name.Partition, name.First), records);
        ContainerExtent extent = body.Extent with { NextOffset = name.Last + 1 };
        long accepted = acceptedAt.ToUnixTimeMilliseconds();
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> header =
        [
            .. extent.ToMetadata(form.DigestKey, digest),
            ContainerExtent.Entry(HeaderKeys.AcceptedAt, accepted),
            ContainerExtent.Entry(HeaderKeys.Absent, absent),
            .. form.Entries,
            ContainerExtent.Entry(HeaderKeys.ChunkDigest, ChunkForm.HeaderDigest(name, accepted, absent, form.Number)),
        ];
        if (!keys.IsEmpty)
            header.Add(ContainerExtent.Entry(HeaderKeys.ChunkCode, keys.Sign(name, header)));
        var content = new ContainerContent(body, header);
        while (await store.CreateAsync(name.ToString(), content, cancellationToken) == CreateOutcome.AlreadyExists)
        {
            // One that exists was accepted earlier, which is what counts. But it is believed only after it was read and held against
            // these records: they may be in no other chunk from now on.
            try
            {
                if (await FindAsync(name, cancellationToken) is { } existing)
                    return AreEqual(existing.Records, records);
            }
            catch (UnknownChunkFormException) when (form == ChunkForm.Quick)
            {
                return false; // the seal that meets it says so, and stops no other partition
            }

            await damaged.SetAsideAsync(name, cancellationToken);
        }

        return true;
    }

    private static bool AreEqual(IReadOnlyList<EncodedRecord> some, IReadOnlyList<EncodedRecord> others) =>
        some.Count == others.Count && some.Zip(others).All(pair => pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span));

    // Null where it is damaged, or was swept or set aside meanwhile.
    private async Task<StagedChunk?> FindAsync(ChunkName name, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(name, cancellationToken);
        }
        catch (ObjectMissingException)
        {
            return null;
        }
    }
}
