using System.Collections.Concurrent;

namespace KafkaStore.Staging.Trust;

/// <summary>
/// When chunks were accepted: as their headers say, or when this process first read them, where that was earlier. A time that is
/// still to come is of a clock that was ahead, or of somebody who wants the archiver to wait for it.
/// </summary>
internal sealed class AcceptedTimes(TimeProvider clock)
{
    // Those that are forgotten count as read just now, once more.
    private const int MostRemembered = 100_000;

    private readonly ConcurrentDictionary<ChunkName, DateTimeOffset> read = new();

    public DateTimeOffset Of(ChunkName name, DateTimeOffset claimed)
    {
        if (read.TryGetValue(name, out DateTimeOffset first))
            return first;
        DateTimeOffset now = clock.GetUtcNow();
        if (claimed <= now)
            return claimed;
        if (read.Count >= MostRemembered)
            read.Clear();
        return read.GetOrAdd(name, now);
    }
}
