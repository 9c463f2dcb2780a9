using System.Collections.Concurrent;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Looking;
using KafkaStore.Naming;

namespace KafkaStore.LocalHost.Pump;

/// <summary>
/// Asks the brokers every few seconds which generation of each topic they have, and says when it is to be read no longer, or
/// another. Nothing waits for an answer: what was read of another topic meanwhile is told by its time.
/// </summary>
internal sealed class GenerationWatch(
    TopicGenerations generations,
    SeenGenerations seen,
    IReadOnlyList<string> topics,
    TimeSpan settlingTime,
    TimeProvider clock,
    ILogger logger
)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);
    private const int LastLooks = 3;

    private readonly ConcurrentDictionary<string, Watched> watched = new(StringComparer.Ordinal);

    /// <summary>The generation that is read of the topic, or was last.</summary>
    public TopicGeneration this[string topic] => watched[topic].Generation;

    /// <summary>Whether the topic is read now.</summary>
    public bool IsRead(string topic) => watched[topic].Reading == Reading.Read;

    /// <summary>Whether nothing is read of the topic until an operator has done something.</summary>
    public bool IsStopped(string topic) => watched[topic].Reading == Reading.Stopped;

    /// <summary>Whether the brokers do not know the topic at present.</summary>
    public bool IsGone(string topic) => watched[topic].Reading == Reading.Gone;

    /// <summary>Why nothing is read of the topic now; null where it is.</summary>
    public string? WhyNotRead(string topic) =>
        watched.TryGetValue(topic, out Watched? found) && found.Reading != Reading.Read
            ? found.Why ?? "The brokers have no such topic."
            : null;

    /// <summary>Topics that became another generation, with what they were and when that was seen.</summary>
    public IEnumerable<Recreation> Recreations => watched.Values.Select(each => each.Recreated).OfType<Recreation>();

    /// <summary>Records of it were staged; they outlive a recreation once the topic was seen a settling time later.</summary>
    public void Delivered(string topic)
    {
        if (watched.TryGetValue(KafkaTopic.Of(topic), out Watched? found))
            found.DeliveredAt = clock.GetUtcNow();
    }

    /// <summary>Finds out about every topic, once.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        foreach (string topic in topics)
            await AddAsync(topic, cancellationToken);
    }

    /// <summary>Finds out about one that comes to the topics.</summary>
    public async Task AddAsync(string topic, CancellationToken cancellationToken)
    {
        watched[topic] = new Watched(await generations.FindCurrentAsync(topic, cancellationToken));
        await LookAsync(topic, cancellationToken);
    }

    /// <summary>Goes on asking, until it is cancelled.</summary>
    /// <param name="changed">Told of a topic that is to be read no longer, or again, or as another generation.</param>
    public async Task RunAsync(Func<string, Task> changed, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(settlingTime > TimeSpan.Zero && settlingTime < Period ? settlingTime : Period, clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            foreach (string topic in topics)
            {
                if (await LookAsync(topic, stopping))
                    await changed(topic);
            }
        }
    }

    /// <summary>Returns once what was staged outlives a recreation, as far as the brokers answer.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (string topic in topics)
        {
            TimeSpan wait = watched[topic].DeliveredAt + settlingTime - clock.GetUtcNow() ?? TimeSpan.Zero;
            if (watched[topic].IsNoted && wait > TimeSpan.Zero)
                await Task.Delay(wait, clock, cancellationToken);
            await LookAsync(topic, cancellationToken);

            // An answer that did not come would leave what was staged last to be kept aside, should the topic be created again now.
            for (int more = 1; more < LastLooks && watched[topic] is { IsNoted: true, IsKept: false }; more++)
                await LookAsync(topic, cancellationToken);
        }
    }

    // Whether something changed.
    private async Task<bool> LookAsync(string topic, CancellationToken cancellationToken)
    {
        Watched found = watched[topic];
        (TopicGeneration, bool, bool) before = found.Told;
        try
        {
            await LookAsync(found, cancellationToken);
        }
        catch (PartitionFaultException e)
        {
            found.Generation = await generations.FindCurrentAsync(topic, cancellationToken);
            found.Reading = Reading.Stopped; // the next seal says what to do
            Remind(found, e.Message);
        }
        catch (StorageException e)
        {
            Log.TickFailed(logger, e.Message);
        }

        return found.Told != before;
    }

    private async Task LookAsync(Watched found, CancellationToken cancellationToken)
    {
        TopicGeneration before = found.Generation;
        (found.Generation, Standing standing) = await generations.AskOnAsync(before, cancellationToken);
        if (found.Generation != before)
            found.Recreated = new Recreation(found.Generation, before, clock.GetUtcNow());
        switch (standing)
        {
            case Standing.Current current:
                (found.Reading, found.IsNoted) = (Reading.Read, true);
                if (!found.IsKept)
                {
                    await seen.KeepAsync(found.Generation, cancellationToken);
                    found.KeptUntil = current.AskedAt - settlingTime;
                }

                break;
            case Standing.Doubtful doubtful:
                found.Reading = doubtful.IsGone ? Reading.Gone : Reading.InDoubt;
                Remind(found, $"{doubtful.Why}. Nothing is read of it until that is certain.");
                break;
            case Standing.Gone:
                (found.Reading, found.Why) = (Reading.Gone, null);
                break;
            case Standing.Unnoted:
                found.Reading = Reading.Read;
                break;
            default:
                break; // no answer changes nothing
        }
    }

    private void Remind(Watched found, string what)
    {
        found.Why = what;
        if (found.SaidAt is { } said && clock.GetUtcNow() - said < Reminder)
            return;
        found.SaidAt = clock.GetUtcNow();
        Log.TopicNotRead(logger, what);
    }

    private enum Reading
    {
        Read,

        /// <summary>The brokers may have another topic of that name.</summary>
        InDoubt,

        /// <summary>They have none.</summary>
        Gone,

        /// <summary>Until an operator has done something.</summary>
        Stopped,
    }

    private sealed class Watched(TopicGeneration generation)
    {
        public TopicGeneration Generation { get; set; } = generation;

        public Reading Reading { get; set; }

        /// <summary>Null where it is what it was at the start.</summary>
        public Recreation? Recreated { get; set; }

        /// <summary>Why it is not read, where that is more than that it is gone.</summary>
        public string? Why { get; set; }

        /// <summary>What others are told of, once it changes.</summary>
        public (TopicGeneration, bool IsRead, bool IsStopped) Told => (Generation, Reading == Reading.Read, Reading == Reading.Stopped);

        /// <summary>The brokers gave it an id.</summary>
        public bool IsNoted { get; set; }

        public DateTimeOffset? DeliveredAt { get; set; }

        public DateTimeOffset KeptUntil { get; set; } = DateTimeOffset.MinValue;

        /// <summary>Whether it is noted that the brokers had it a settling time after what was staged of it last.</summary>
        public bool IsKept => !(DeliveredAt > KeptUntil);

        public DateTimeOffset? SaidAt { get; set; }
    }
}
