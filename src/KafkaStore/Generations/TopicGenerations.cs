using System.Collections.Concurrent;
using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Markers;

namespace KafkaStore.Generations;

/// <summary>
/// Which generation of each topic the brokers have. A topic that was deleted and created again is noted as the next one once its id
/// was given for a settling time, so that every broker knows it by then. May be asked concurrently, in any number of processes:
/// the markers are create-only, and all go by them.
/// </summary>
public sealed class TopicGenerations(
    IdentityMarkers markers,
    SeenGenerations seen,
    ITopicIdentities identities,
    ArchiverOptions options,
    IArchiverReport report,
    TimeProvider clock
)
{
    private static readonly TimeSpan OwnIsBelievedAfter = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan GoneAfter = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> unknownSince = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Doubt> doubts = new(StringComparer.Ordinal);

    /// <summary>The newest generation whose marker is known; the first where there is none. At most five minutes old.</summary>
    /// <param name="topic">Kafka's name.</param>
    public async Task<TopicGeneration> FindCurrentAsync(string topic, CancellationToken cancellationToken) =>
        (await markers.FindNewestAsync(topic, cancellationToken))?.Generation ?? TopicGeneration.First(topic);

    /// <summary>Asks the broker about the generation, and notes the next one where it has another topic of that name for certain.</summary>
    /// <exception cref="PartitionFaultException">The broker has another topic, and that is for an operator to judge.</exception>
    public async Task<Standing> AskAsync(TopicGeneration generation, CancellationToken cancellationToken)
    {
        NotedGeneration? noted = await markers.FindNewestAsync(generation.Topic, cancellationToken);
        if (generation.Number > (noted?.Generation.Number ?? 0))
        {
            // Another process may just have noted it.
            markers.Forget(generation.Topic);
            noted = await markers.FindNewestAsync(generation.Topic, cancellationToken);
            if (noted?.Generation < generation || (noted is null && generation.Number > 0))
                throw PartitionFaults.ArchiveDamaged($"The archive has no identity marker of {generation}.", null);
        }

        if (noted is not null && noted.Generation > generation)
            return await FormerAsync(generation, cancellationToken);
        if (noted is null)
            return new Standing.Unnoted();
        DateTimeOffset askedAt = clock.GetUtcNow();
        IdentityAnswer answer = await identities.AskAsync(generation.Topic, cancellationToken);
        if (answer is IdentityAnswer.Known known && known.Id != noted.Identity.Id)
        {
            // An operator may have removed the marker, or another process written the next.
            markers.Forget(generation.Topic);
            noted = await markers.FindNewestAsync(generation.Topic, cancellationToken);
            if (noted is null)
                return new Standing.Unnoted();
            if (noted.Generation > generation)
                return await FormerAsync(generation, cancellationToken);
        }

        return await CompareAsync(noted, answer, askedAt, cancellationToken);
    }

    /// <summary>Likewise of the generation that took this one's place, and so on to the one that is current.</summary>
    /// <exception cref="PartitionFaultException">As above, where it is about this one.</exception>
    public async Task<(TopicGeneration Generation, Standing Standing)> AskOnAsync(
        TopicGeneration generation,
        CancellationToken cancellationToken
    )
    {
        Standing standing = await AskAsync(generation, cancellationToken);
        while (standing is Standing.Former former)
        {
            generation = former.Next;
            standing = await AskAsync(generation, cancellationToken);
        }

        return (generation, standing);
    }

    private async Task<Standing> CompareAsync(
        NotedGeneration noted,
        IdentityAnswer answer,
        DateTimeOffset askedAt,
        CancellationToken cancellationToken
    )
    {
        string topic = noted.Generation.Topic;
        if (answer is IdentityAnswer.Known)
            unknownSince.TryRemove(topic, out _);
        switch (answer)
        {
            case IdentityAnswer.Known own when own.Id == noted.Identity.Id:
                if (doubts.TryGetValue(topic, out Doubt doubt) && doubt.Id != own.Id && askedAt - doubt.Last < OwnIsBelievedAfter)
                    return new Standing.Doubtful($"A broker gave topic {topic} another id than {noted.Identity.Id} a short while ago");
                doubts.TryRemove(topic, out _);
                seen.Saw(noted.Generation, askedAt);
                return new Standing.Current(askedAt);
            case IdentityAnswer.Known other:
                Doubt held = doubts.AddOrUpdate(
                    topic,
                    _ => new Doubt(other.Id, askedAt, askedAt, 1),
                    (_, before) =>
                        before.Id == other.Id
                            ? before with
                            {
                                Last = askedAt,
                                Times = before.Times + 1,
                            }
                            : new Doubt(other.Id, askedAt, askedAt, 1)
                );
                if (held.Times < 2 || askedAt - held.First < options.SettlingTime)
                {
                    return new Standing.Doubtful(
                        $"Topic {topic} has id {other.Id} now and had {noted.Identity.Id}: it was probably deleted and created again"
                    );
                }

                return await ReplaceAsync(noted, other, cancellationToken);
            case IdentityAnswer.UnknownTopic:
                DateTimeOffset since = unknownSince.GetOrAdd(topic, askedAt);
                return
                    askedAt - since >= options.SettlingTime
                    && await seen.FindAsync(noted.Generation, cancellationToken) is { } seenAt
                    && askedAt - seenAt >= GoneAfter
                    ? new Standing.Gone(seenAt)
                    : new Standing.Doubtful($"The brokers have no topic {topic} at present", IsGone: true);
            case IdentityAnswer.NoAnswer silent:
                return new Standing.Unknown($"The id of topic {topic} can't be had: {silent.Reason.TrimEnd('.')}");
            default:
                return new Standing.Unknown($"The brokers give topic {topic} no id at present, and it had {noted.Identity.Id}");
        }
    }

    private async Task<Standing> ReplaceAsync(NotedGeneration noted, IdentityAnswer.Known other, CancellationToken cancellationToken)
    {
        if (noted.Identity.ClusterId is { } before && other.ClusterId is { } now && before != now)
            throw PartitionFaults.OtherCluster(noted.Generation, before, now);
        // Of a broker that knows less than it should, or was set back.
        if (await markers.FindHolderAsync(noted, other.Id, cancellationToken) is { } earlier)
            throw PartitionFaults.FormerTopic(noted.Generation, earlier, other.Id.ToString());
        if (options.Of(noted.Generation.Topic).OnRecreated == OnRecreated.Fault || noted.Generation.Number == TopicGeneration.MaximumNumber)
            throw PartitionFaults.Recreated(noted.Generation, noted.Identity.Id.ToString(), other.Id.ToString());
        TopicGeneration next = noted.Generation.Next;
        NotedGeneration written = await markers.NoteAsync(
            next,
            new TopicIdentity(other.Id, other.ClusterId),
            IdentityProof.Recreated,
            await seen.FindAsync(noted.Generation, cancellationToken),
            cancellationToken
        );
        doubts.TryRemove(next.Topic, out _);
        report.Recreated(next, noted.Identity.Id.ToString(), written.Identity.Id.ToString());
        return await FormerAsync(noted.Generation, cancellationToken);
    }

    private async Task<Standing> FormerAsync(TopicGeneration generation, CancellationToken cancellationToken) =>
        await markers.FindAsync(generation.Next, cancellationToken) is { } next
            ? new Standing.Former(next.FormerSeenAt, next.NotedAt, next.Generation)
            : throw new Storage.StorageUnavailableException(
                $"The marker of {generation.Next} is missing from the archive, which has one of a later generation."
            );

    private readonly record struct Doubt(TopicId Id, DateTimeOffset First, DateTimeOffset Last, int Times);
}
