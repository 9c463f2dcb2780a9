using System.Collections.Concurrent;
using KafkaStore.Mirroring;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Status;

/// <summary>
/// Looks how far mirrors are, by what they have themselves: one listing a partition and mirror, and two requests more where a mirror's
/// last object is not the archive's. A mirror that does not answer is asked for nothing more.
/// </summary>
internal sealed class MirrorLook(IReadOnlyList<IObjectReader> mirrors)
{
    private readonly ConcurrentDictionary<IObjectReader, string> away = [];
    private readonly ConcurrentDictionary<(IObjectReader Mirror, TopicPartition Partition), long> lags = [];

    /// <summary>By how many offsets the furthest behind ends before the archive; null without a mirror that says so.</summary>
    /// <param name="last">The archive's last object; null where it has none.</param>
    public async Task<long?> FindLagAsync(TopicPartition partition, ArchiveObject? last, CancellationToken cancellationToken)
    {
        long? greatest = null;
        foreach (IObjectReader mirror in mirrors)
        {
            if (last is null || away.ContainsKey(mirror))
                continue;
            try
            {
                long lag = Math.Max(0, last.NextOffset - await FindNextAsync(mirror, partition, last, cancellationToken));
                lags[(mirror, partition)] = lag;
                greatest = Math.Max(greatest ?? 0, lag);
            }
            catch (Exception e) when (e is StorageException or DamagedContainerException)
            {
                away[mirror] = e.Message;
            }
        }

        return greatest;
    }

    /// <summary>All of them, after all partitions.</summary>
    /// <param name="met">What the process that archives has met.</param>
    public IReadOnlyList<MirrorStatus> Statuses(IReadOnlyList<MirrorTrouble> met) => [.. mirrors.Select(mirror => Status(mirror, met))];

    private MirrorStatus Status(IObjectReader mirror, IReadOnlyList<MirrorTrouble> met)
    {
        long[] own = [.. lags.Where(each => each.Key.Mirror == mirror).Select(each => each.Value)];
        MirrorTrouble? trouble = met.FirstOrDefault(each => each.Mirror == mirror.DisplayName);
        away.TryGetValue(mirror, out string? reason);
        return new MirrorStatus(mirror.DisplayName, reason is null ? own.Sum() : null, own.Count(lag => lag > 0))
        {
            Reason = trouble?.Reason ?? reason,
            Since = trouble?.Since,
        };
    }

    // Where a mirror has nothing, all that the archive has is lacking.
    private static async Task<long> FindNextAsync(
        IObjectReader mirror,
        TopicPartition partition,
        ArchiveObject last,
        CancellationToken cancellationToken
    )
    {
        if (await new ArchiveLocator(mirror).FindLastAsync(partition, cancellationToken) is not { } found)
            return 0;
        if (found.Name == last.Name)
            return last.NextOffset;
        ArchiveObject? copied = await new ArchiveObjects(mirror)
            .FollowAsync(found, cancellationToken)
            .LastOrDefaultAsync(cancellationToken);
        return copied?.NextOffset ?? 0;
    }
}
