using KafkaStore.Containers;
using KafkaStore.Staging.Trust;

namespace KafkaStore.Staging;

/// <summary>Reads staged chunks and checks them against their names. Damage is told apart from any other failure to read.</summary>
internal sealed class ChunkReader(IStagingStore store, StagingKeys? keys = null)
{
    private readonly StagingKeys keys = keys ?? StagingKeys.None;

    /// <summary>The chunk, or null when it was read completely and is not what its name says.</summary>
    /// <exception cref="ObjectMissingException">It is gone.</exception>
    public async Task<StagedChunk?> ReadAsync(ChunkName name, CancellationToken cancellationToken)
    {
        try
        {
            await using ContainerReader reader = await OpenAsync(name, cancellationToken);
            if (OutlineOf(reader, name) is not { } outline)
                return null;
            List<EncodedRecord> records = await ReadRecordsAsync(reader, cancellationToken);
            Sha256Hash digest = ChunkWriter.RecordsDigest(records);
            bool whole =
                reader.Header.Text(HeaderKeys.RecordsDigest) == digest.Hex
                && (name.IsProof ? records.Count == 0 : records.Count > 0 && ChunkWriter.NameFor(name.Partition, records, digest) == name);
            return whole ? new StagedChunk(name, outline.AcceptedAt, records) : null;
        }
        catch (DamagedContainerException)
        {
            return null;
        }
    }

    /// <summary>What its header says, or null when the header is damaged.</summary>
    /// <exception cref="ObjectMissingException">It is gone.</exception>
    public async Task<ChunkOutline?> ReadOutlineAsync(ChunkName name, CancellationToken cancellationToken)
    {
        try
        {
            await using ContainerReader reader = await OpenAsync(name, cancellationToken);
            return OutlineOf(reader, name);
        }
        catch (DamagedContainerException)
        {
            return null;
        }
    }

    private async Task<ContainerReader> OpenAsync(ChunkName name, CancellationToken cancellationToken)
    {
        string path = name.ToString();
        Stream stream = await store.OpenReadAsync(path, 0, null, cancellationToken);
        return await ContainerReader.OpenAsync(stream, path, cancellationToken);
    }

    private ChunkOutline? OutlineOf(ContainerReader reader, ChunkName name)
    {
        string? text = reader.Header.Text(HeaderKeys.Absent);
        if (
            !reader.Layout.IsCurrent
            || ContainerFacts.Parse(reader.Header) is not { } facts
            || facts.Name != new ArchiveName(name.Partition, name.First)
            || facts.NextOffset != name.Last + 1
            || facts.Records != name.Count
            || reader.Header.Number(HeaderKeys.AcceptedAt) is not (>= 0 and <= 253402300799999 and long acceptedAt)
            || AbsentRanges.Parse(text, name.Range) is not { } absent
            || absent.Sum(range => range.Length) > name.Range.Length - name.Count
            || (name.IsProof && ChunkWriter.ProofDigest(text!) != name.Digest)
            || reader.Header.Text(HeaderKeys.ChunkDigest) != ChunkWriter.HeaderDigest(name, acceptedAt, text!)
            || !keys.Accept(name, reader.Header)
        )
        {
            return null;
        }

        return new ChunkOutline(DateTimeOffset.FromUnixTimeMilliseconds(acceptedAt), absent);
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
