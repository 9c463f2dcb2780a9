using KafkaStore.Broker;
using KafkaStore.Reading.Objects;
using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring;

/// <summary>Reads what was restored back, and compares its record digests with the archive's.</summary>
/// <param name="log">The target's logs.</param>
public sealed class RestoreVerification(ArchiveObjects objects, IRecordLog log)
{
    /// <param name="checkpoint">Of a restore that has ended.</param>
    /// <exception cref="RestoreException">The target does not have the records any more.</exception>
    public async Task<IReadOnlyList<VerifiedPartition>> CompareAsync(RestoreCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var verified = new List<VerifiedPartition>();
        foreach (PartitionCheckpoint partition in checkpoint.Partitions)
            verified.Add(await CompareAsync(partition, cancellationToken));
        return verified;
    }

    private async Task<VerifiedPartition> CompareAsync(PartitionCheckpoint partition, CancellationToken cancellationToken)
    {
        using var archivedDigest = new RecordContent.Digest();
        using var restoredDigest = new RecordContent.Digest();
        long archived = 0;
        long restored = 0;
        long? difference = null;

        await using (
            IAsyncEnumerator<Record> wanted = new ArchivedRange(objects)
                .ReadAsync(partition.Range, cancellationToken)
                .GetAsyncEnumerator(cancellationToken)
        )
        {
            bool more = await wanted.MoveNextAsync();
            await foreach (
                Record found in new TargetRecords(log).ReadAsync(
                    partition.Target,
                    partition.TargetFirst,
                    partition.TargetNext,
                    cancellationToken
                )
            )
            {
                restored++;
                restoredDigest.Append(found);
                if (!more || !RecordContent.AreEqual(found, wanted.Current))
                    difference ??= found.Offset;
                if (!more)
                    continue;
                archived++;
                archivedDigest.Append(wanted.Current);
                more = await wanted.MoveNextAsync();
            }

            for (; more; more = await wanted.MoveNextAsync())
            {
                archived++;
                archivedDigest.Append(wanted.Current);
            }
        }

        return new VerifiedPartition(
            partition.Source,
            partition.Target,
            archived,
            restored,
            archivedDigest.Complete(),
            restoredDigest.Complete(),
            difference
        );
    }
}

/// <summary>One partition that was read back.</summary>
/// <param name="Target">Where it was restored to.</param>
/// <param name="Archived">Records of the range in the archive.</param>
/// <param name="Restored">Records in the target.</param>
/// <param name="ArchivedDigest">SHA-256 of the archive's records, each encoded as in an archive object with 0 for its offset.</param>
/// <param name="RestoredDigest">The same of the target's.</param>
/// <param name="FirstDifference">Offset in the target of the first record that is another than the archive's; null for none.</param>
public sealed record VerifiedPartition(
    TopicPartition Source,
    TopicPartition Target,
    long Archived,
    long Restored,
    Sha256Hash ArchivedDigest,
    Sha256Hash RestoredDigest,
    long? FirstDifference
)
{
    public bool IsEqual => ArchivedDigest == RestoredDigest;
}
