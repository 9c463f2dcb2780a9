using KafkaStore.Archiving;
using KafkaStore.Avro;
using KafkaStore.Records;
using KafkaStore.Storage;

namespace KafkaStore.Mirroring;

/// <summary>Brings all mirrors up to the archive. A mirror that fails holds up neither the archive nor the other mirrors.</summary>
public sealed class MirrorRun(IReadOnlyList<Mirror> mirrors, IArchiverReport report, TimeProvider clock)
{
    public bool HasMirrors => mirrors.Count > 0;

    /// <summary>Copies what the mirrors lack of these partitions, one object of each in turn.</summary>
    /// <param name="partitions">Which.</param>
    /// <param name="limit">How long no further object is begun after; null copies everything.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <returns>Whether every mirror has everything now.</returns>
    public async Task<bool> CopyAsync(IReadOnlyCollection<TopicPartition> partitions, TimeSpan? limit, CancellationToken cancellationToken)
    {
        bool[] complete = await Task.WhenAll(mirrors.Select(mirror => CopyAsync(mirror, partitions, limit, cancellationToken))).ConfigureAwait(false);
        return complete.All(whole => whole);
    }

    private async Task<bool> CopyAsync(Mirror mirror, IReadOnlyCollection<TopicPartition> partitions, TimeSpan? limit, CancellationToken cancellationToken)
    {
        long started = clock.GetTimestamp();
        bool complete = true;
        foreach (string topic in partitions.Select(partition => partition.Topic).Distinct(StringComparer.Ordinal))
            complete &= await TryAsync(mirror, topic, async () => await mirror.CopyMarkersAsync(topic, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

        var behind = new Queue<TopicPartition>(partitions.Order());
        while (behind.TryDequeue(out TopicPartition partition))
        {
            if (limit is { } most && clock.GetElapsedTime(started) > most)
            {
                behind.Enqueue(partition);
                break;
            }

            bool copied = false;
            bool succeeded = await TryAsync(
                mirror,
                partition.ToString(),
                async () => copied = await mirror.CopyNextAsync(partition, cancellationToken).ConfigureAwait(false) is not null).ConfigureAwait(false);
            complete &= succeeded;
            if (succeeded && copied)
                behind.Enqueue(partition);
        }

        foreach (TopicPartition partition in behind)
        {
            complete = false;
            await TryAsync(
                mirror,
                partition.ToString(),
                async () => report.MirrorBehind(mirror.DisplayName, partition, await mirror.FindLagAsync(partition, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        }

        return complete;
    }

    private async Task<bool> TryAsync(Mirror mirror, string what, Func<Task> copy)
    {
        try
        {
            await copy().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is StorageException or DamagedContainerException)
        {
            report.MirrorFailed(mirror.DisplayName, what, e.Message);
            return false;
        }
    }
}
