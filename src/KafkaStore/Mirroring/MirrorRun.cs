using System.Collections.Concurrent;

namespace KafkaStore.Mirroring;

/// <summary>Brings all mirrors up to the archive. A mirror that fails holds up neither the archive nor the other mirrors.</summary>
public sealed class MirrorRun(IReadOnlyList<Mirror> mirrors, IMirrorReport report, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Mirror, int> runs = [];
    private readonly Dictionary<Mirror, MirrorTroubles> troubles = mirrors.ToDictionary(
        mirror => mirror,
        mirror => new MirrorTroubles(mirror.DisplayName, report, clock)
    );

    public bool HasMirrors => mirrors.Count > 0;

    public IReadOnlyList<Mirror> Mirrors => mirrors;

    /// <summary>Why the mirror was not brought up to date; null where it was, or nobody has tried yet.</summary>
    public MirrorTrouble? TroubleOf(Mirror mirror) => troubles[mirror].Now;

    /// <summary>Copies what the mirrors lack of these partitions, one object of each in turn.</summary>
    /// <param name="limit">How long no further object is begun after; null copies everything.</param>
    /// <returns>Whether every mirror has everything now.</returns>
    public async Task<bool> CopyAsync(IReadOnlyCollection<TopicPartition> partitions, TimeSpan? limit, CancellationToken cancellationToken)
    {
        bool[] complete = await Task.WhenAll(mirrors.Select(mirror => CopyAsync(mirror, partitions, limit, cancellationToken)));
        return complete.All(whole => whole);
    }

    private async Task<bool> CopyAsync(
        Mirror mirror,
        IReadOnlyCollection<TopicPartition> partitions,
        TimeSpan? limit,
        CancellationToken cancellationToken
    )
    {
        long started = clock.GetTimestamp();
        bool complete = true;
        foreach (string topic in partitions.Select(partition => partition.Topic).Distinct(StringComparer.Ordinal))
        {
            Attempt markers = await TryAsync(mirror, topic, () => mirror.CopyMarkersAsync(topic, cancellationToken));
            if (markers == Attempt.StoreAway)
                return false;
            complete &= markers == Attempt.Succeeded;
        }

        var behind = new Queue<TopicPartition>(InTurn(mirror, partitions));
        while (behind.TryDequeue(out TopicPartition partition))
        {
            if (limit is { } most && clock.GetElapsedTime(started) > most)
            {
                await ReportAsync(mirror, [partition, .. behind], cancellationToken);
                return false;
            }

            bool copied = false;
            Attempt attempt = await TryAsync(
                mirror,
                partition.ToString(),
                async () => copied = await mirror.CopyNextAsync(partition, cancellationToken) is not null
            );

            // The same for every partition, most likely, and each would wait for it anew.
            if (attempt == Attempt.StoreAway)
                return false;
            complete &= attempt == Attempt.Succeeded;
            if (copied)
                behind.Enqueue(partition);
        }

        return complete;
    }

    // Another partition first in every run: one whose objects can't be copied must not end each run before the others.
    private TopicPartition[] InTurn(Mirror mirror, IReadOnlyCollection<TopicPartition> partitions)
    {
        TopicPartition[] order = [.. partitions.Order()];
        int turn = order.Length == 0 ? 0 : runs.AddOrUpdate(mirror, 0, (_, run) => run + 1) % order.Length;
        return [.. order[turn..], .. order[..turn]];
    }

    private async Task ReportAsync(Mirror mirror, IEnumerable<TopicPartition> behind, CancellationToken cancellationToken)
    {
        foreach (TopicPartition partition in behind)
        {
            long lag = 0;
            Attempt attempt = await TryAsync(
                mirror,
                partition.ToString(),
                async () => lag = await mirror.FindLagAsync(partition, cancellationToken)
            );
            if (attempt == Attempt.StoreAway)
                return;
            if (attempt == Attempt.Succeeded && lag > 0)
                troubles[mirror].Behind(partition, lag);
        }
    }

    private async Task<Attempt> TryAsync(Mirror mirror, string what, Func<Task> copy)
    {
        try
        {
            await copy();
            troubles[mirror].Succeeded(what);
            return Attempt.Succeeded;
        }
        catch (Exception e) when (e is StorageException or DamagedContainerException)
        {
            troubles[mirror].Failed(what, e.Message);
            return e is StorageUnavailableException ? Attempt.StoreAway : Attempt.Failed;
        }
    }

    private enum Attempt
    {
        Succeeded,
        Failed,
        StoreAway,
    }
}
