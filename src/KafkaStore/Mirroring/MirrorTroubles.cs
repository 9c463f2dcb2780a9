using System.Collections.Concurrent;

namespace KafkaStore.Mirroring;

/// <summary>What of a mirror is not up to date, and since when; each reason is reported once a minute at most.</summary>
/// <param name="mirror">Its address.</param>
internal sealed class MirrorTroubles(string mirror, IMirrorReport report, TimeProvider clock)
{
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, string Reason)> troubles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Reason, DateTimeOffset At)> said = new(StringComparer.Ordinal);

    /// <summary>Null where nothing is known to be behind.</summary>
    public MirrorTrouble? Now =>
        troubles.Values.ToArray() is [_, ..] all
            ? new MirrorTrouble(mirror, all.Min(each => each.Since), all.MaxBy(each => each.Since).Reason)
            : null;

    /// <param name="what">A topic or a partition.</param>
    public void Failed(string what, string reason)
    {
        DateTimeOffset now = clock.GetUtcNow();
        Add(what, reason, now);
        if (said.TryGetValue(what, out (string Reason, DateTimeOffset At) before) && before.Reason == reason && now - before.At < Reminder)
            return;
        said[what] = (reason, now);
        report.MirrorFailed(mirror, what, reason);
    }

    /// <summary>It is still being copied.</summary>
    public void Behind(TopicPartition partition, long offsets)
    {
        Add(partition.ToString(), $"it ends {offsets} offsets of {partition} before the archive, and more is copied.", clock.GetUtcNow());
        report.MirrorBehind(mirror, partition, offsets);
    }

    /// <inheritdoc cref="Failed"/>
    public void Succeeded(string what)
    {
        if (troubles.TryRemove(what, out _))
            said.TryRemove(what, out _);
    }

    private void Add(string what, string reason, DateTimeOffset now) =>
        troubles.AddOrUpdate(what, (now, reason), (_, before) => (before.Since, reason));
}
