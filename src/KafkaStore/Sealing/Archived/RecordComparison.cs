using System.Security.Cryptography;
using KafkaStore.Staging;

namespace KafkaStore.Sealing.Archived;

/// <summary>Holds accepted records against archived ones.</summary>
internal static class RecordComparison
{
    /// <summary>
    /// The first accepted record that the archive lacks or has with other bytes, or null. Records that only the archive has
    /// prove nothing. Both ascend by offset.
    /// </summary>
    public static async Task<long?> FirstConflictAsync(
        IAsyncEnumerable<MergedRecord> accepted,
        IAsyncEnumerable<EncodedRecord> archived,
        CancellationToken cancellationToken
    )
    {
        await using (IAsyncEnumerator<EncodedRecord> archive = archived.GetAsyncEnumerator(cancellationToken))
        {
            bool more = await archive.MoveNextAsync();
            await foreach (MergedRecord merged in accepted.WithCancellation(cancellationToken))
            {
                while (more && archive.Current.Offset < merged.Record.Offset)
                    more = await archive.MoveNextAsync();
                if (
                    !more
                    || archive.Current.Offset != merged.Record.Offset
                    || !archive.Current.Bytes.Span.SequenceEqual(merged.Record.Bytes.Span)
                )
                {
                    return merged.Record.Offset;
                }
            }
        }

        return null;
    }

    /// <summary>The records digest of the merged records.</summary>
    public static async Task<Sha256Hash> DigestAsync(IAsyncEnumerable<MergedRecord> records, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (MergedRecord merged in records.WithCancellation(cancellationToken))
            digest.AppendData(merged.Record.Bytes.Span);
        return Sha256Hash.FromBytes(digest.GetHashAndReset());
    }
}
