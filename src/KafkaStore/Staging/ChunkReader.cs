using KafkaStore.Containers;
using KafkaStore.Staging.Trust;

namespace KafkaStore.Staging;

/// <summary>Reads staged chunks and checks them against their names. Damage is told apart from any other failure to read.</summary>
internal sealed class ChunkReader(IStagingStore store, StagingKeys? keys = null)
{
    private const long LatestMilliseconds = 253402300799999; // of a DateTimeOffset

    private readonly StagingKeys keys = keys ?? StagingKeys.None;

    /// <summary>The chunk, or null when it was read completely and is not what its name says.</summary>
    /// <exception cref="ObjectMissingException">It is gone.</exception>
    /// <exception cref="UnknownChunkFormException">A newer build staged it, in a form that this one can't read.</exception>
    public async Task<StagedChunk?> ReadAsync(ChunkName name, CancellationToken cancellationToken)
    {
        try
        {
            (BlockReader blocks, ChunkForm? known) = await OpenAsync(name, cancellationToken);
            await using BlockReader opened = blocks;
            var reader = ContainerReader.Over(blocks, name.ToString());
            if (known is not { } form || OutlineOf(reader, name, form) is not { } outline)
                return null;
            List<EncodedRecord> records = await ReadRecordsAsync(reader, cancellationToken);
            string digest = form.DigestOf(records);
            bool whole =
                reader.Header.Text(form.DigestKey) == digest
                && (name.IsProof ? records.Count == 0 : records.Count > 0 && ChunkForm.NameFor(name.Partition, records, digest) == name);
            return whole ? new StagedChunk(name, outline.AcceptedAt, records) : null;
        }
        catch (DamagedContainerException)
        {
            return null;
        }
    }

    /// <summary>What its header says, or null when the header is damaged.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<ChunkOutline?> ReadOutlineAsync(ChunkName name, CancellationToken cancellationToken)
    {
        try
        {
            (BlockReader blocks, ChunkForm? form) = await OpenAsync(name, cancellationToken);
            await using BlockReader opened = blocks;
            return form is null ? null : OutlineOf(ContainerReader.Over(blocks, name.ToString()), name, form);
        }
        catch (DamagedContainerException)
        {
            return null;
        }
    }

    // The form is null where the header is damaged.
    private async Task<(BlockReader Blocks, ChunkForm? Form)> OpenAsync(ChunkName name, CancellationToken cancellationToken)
    {
        string path = name.ToString();
        Stream stream = await store.OpenReadAsync(path, 0, null, cancellationToken);
        ChunkForm? form = null;
        void Look(ContainerHeader header) => form = FormOf(header, name);
        return (await BlockReader.OpenAsync(stream, path, BlockCodec.OfObjects, Look, cancellationToken), form);
    }

    // Null where the header is damaged. Of a form that this build does not know, nothing else of it is looked at.
    private ChunkForm? FormOf(ContainerHeader header, ChunkName name)
    {
        if (
            ChunkForm.NumberOf(header) is not { } number
            || header.Number(HeaderKeys.AcceptedAt) is not (>= 0 and <= LatestMilliseconds and long acceptedAt)
            || header.Text(HeaderKeys.Absent) is not { } absent
            || header.Text(HeaderKeys.ChunkDigest) != ChunkForm.HeaderDigest(name, acceptedAt, absent, number)
        )
        {
            return null;
        }

        ChunkForm form = ChunkForm.Find(number) ?? throw new UnknownChunkFormException(name, store.DisplayName, number);

        // Only where there are no keys: what a signature covers must vouch for the records.
        return form == ChunkForm.Secure || keys.IsEmpty ? form : null;
    }

    private ChunkOutline? OutlineOf(ContainerReader reader, ChunkName name, ChunkForm form)
    {
        string? text = reader.Header.Text(HeaderKeys.Absent);
        if (
            !reader.Layout.IsCurrent
            || reader.Header.Text(form.DigestKey) is null
            || ContainerExtent.ParseExtent(reader.Header) is not { } extent
            || extent.Name != new ArchiveName(name.Partition, name.First)
            || extent.NextOffset != name.Last + 1
            || extent.Records != name.Count
            || AbsentRanges.Parse(text, name.Range) is not { } absent
            || absent.Sum(range => range.Length) > name.Range.Length - name.Count
            || (name.IsProof && ChunkWriter.ProofDigest(text!) != name.Digest)
            || !keys.Accept(name, reader.Header)
        )
        {
            return null;
        }

        return new ChunkOutline(DateTimeOffset.FromUnixTimeMilliseconds(reader.Header.Number(HeaderKeys.AcceptedAt)!.Value), absent);
    }

    private static async Task<List<EncodedRecord>> ReadRecordsAsync(ContainerReader reader, CancellationToken cancellationToken)
    {
        var records = new List<EncodedRecord>();
        while (await reader.ReadBlockAsync(cancellationToken) is { } block)
        {
            // The block's memory is the reader's, and merging keeps a chunk's records for longer.
            ContainerBlock owned = block with
            {
                Data = block.Data.ToArray(),
            };
            foreach (EncodedRecord record in owned.EncodedRecords())
            {
                if (records.Count > 0 && record.Offset <= records[^1].Offset)
                    throw DamagedContainerException.At(block.Container, block.Position, $"offset {record.Offset} is out of place");
                records.Add(record);
            }
        }

        return records;
    }
}
