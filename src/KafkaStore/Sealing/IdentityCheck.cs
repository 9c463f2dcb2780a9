using System.Collections.Concurrent;
using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Markers;

namespace KafkaStore.Sealing;

/// <summary>
/// Whether the brokers still have the topic that is archived. Every run of sealing asks after it has listed what is staged,
/// so that nothing is sealed that may be another topic's of the same name.
/// </summary>
internal sealed class IdentityCheck(ITopicIdentities identities, IdentityMarkers markers, IdentityComparison comparison, TimeProvider clock)
{
    /// <summary>A broker that lags behind may give an id that is not the topic's any more, or not yet.</summary>
    private static readonly TimeSpan OtherIsBelievedAfter = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan OwnIsBelievedAfter = TimeSpan.FromMinutes(5);

    // Where no marker is there yet nothing waits for one.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Doubt> doubts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TopicIdentity> remembered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TopicPartition, DateTimeOffset> lookedAt = new();

    /// <exception cref="PartitionFaultException">The broker has another topic of that name now, or the archive other records.</exception>
    /// <exception cref="BrokerUnavailableException">It does not say, or not reliably; it is to be asked again.</exception>
    public async Task EnsureSameAsync(ArchivePosition position, CancellationToken cancellationToken)
    {
        if (!TopicGeneration.TryParse(position.Partition.Topic, out TopicGeneration generation))
            return;
        if (await FindNotedAsync(generation, position, cancellationToken) is not { } noted)
            return;
        IdentityAnswer answer = await identities.AskAsync(generation.Topic, cancellationToken);
        if (answer is IdentityAnswer.Known known && known.Id != noted.Id)
        {
            // Before that is held against it: an operator may have removed the marker.
            remembered.TryRemove(generation.ToString(), out _);
            lookedAt.TryRemove(position.Partition, out _);
            if (await FindNotedAsync(generation, position, cancellationToken) is not { } again)
                return;
            noted = again;
        }

        Compare(generation, noted, answer);
    }

    // A marker never changes, so it is read once a process. A difference is found anew each time: only what says nothing
    // against sealing lets a minute pass.
    private async Task<TopicIdentity?> FindNotedAsync(
        TopicGeneration generation,
        ArchivePosition position,
        CancellationToken cancellationToken
    )
    {
        string topic = generation.ToString();
        if (remembered.TryGetValue(topic, out TopicIdentity known))
            return known;
        DateTimeOffset now = clock.GetUtcNow();
        if (lookedAt.TryGetValue(position.Partition, out DateTimeOffset last) && now - last < AskAgain)
            return null;
        TopicIdentity? noted =
            await markers.FindAsync(generation, cancellationToken) ?? await FindOutAsync(generation, position, cancellationToken);
        lookedAt[position.Partition] = now;
        if (noted is { } found)
            remembered[topic] = found;
        return noted;
    }

    private void Compare(TopicGeneration generation, TopicIdentity noted, IdentityAnswer answer)
    {
        DateTimeOffset now = clock.GetUtcNow();
        string topic = generation.ToString();
        switch (answer)
        {
            case IdentityAnswer.Known known when known.Id == noted.Id:
                if (!doubts.TryGetValue(topic, out Doubt doubt))
                    return;
                if (now - doubt.Last < OwnIsBelievedAfter)
                    throw Waiting($"a broker gave topic {generation.Topic} another id than {noted.Id} a short while ago");
                doubts.TryRemove(topic, out _);
                return;
            case IdentityAnswer.Known other:
                DateTimeOffset first = doubts.AddOrUpdate(topic, _ => new Doubt(now, now), (_, known) => known with { Last = now }).First;
                throw now - first >= OtherIsBelievedAfter
                    ? new PartitionFaultException(Fault(generation, noted, other))
                    : Waiting(
                        $"topic {generation.Topic} has id {other.Id} now and had {noted.Id}: it was probably deleted and created again"
                    );
            case IdentityAnswer.UnknownTopic:
                throw Waiting($"the brokers have no topic {generation.Topic} at present");
            case IdentityAnswer.NoAnswer silent:
                throw Waiting($"the id of topic {generation.Topic} can't be had: {silent.Reason}");
            default:
                throw Waiting($"the brokers give topic {generation.Topic} no id at present, and it had {noted.Id}");
        }
    }

    // An archive from before there were markers gets its own once it was held against what the broker has.
    private async Task<TopicIdentity?> FindOutAsync(
        TopicGeneration generation,
        ArchivePosition position,
        CancellationToken cancellationToken
    )
    {
        if (position.LastBase is null || await identities.AskAsync(generation.Topic, cancellationToken) is not IdentityAnswer.Known before)
        {
            return null;
        }

        ComparedRecords compared = await comparison.CompareAsync(position, cancellationToken);
        if (compared.DifferentAt is { } offset)
            throw new PartitionFaultException(Different(position.Partition, offset));
        return compared.NewestIsEqual && await identities.AskAsync(generation.Topic, cancellationToken) == before
            ? await markers.NoteAsync(generation, new TopicIdentity(before.Id, before.ClusterId), IdentityProof.Compared, cancellationToken)
            : null;
    }

    private static BrokerUnavailableException Waiting(string why) => new($"{why}. What is staged waits until that is certain.");

    private static PartitionFault Fault(TopicGeneration generation, TopicIdentity noted, IdentityAnswer.Known other) =>
        noted.ClusterId is { } before && other.ClusterId is { } now && before != now
            ? new(
                FaultKind.OtherCluster,
                $"The archive of {generation} is fed from cluster {before}, and the brokers belong to {now}. Nothing was changed. Archive from that cluster to another place; or, if it has the same records at the same offsets, remove {MarkerName.Identity(generation)} from the archive, so that it is compared, and clear the fault."
            )
            : new(
                FaultKind.TopicRecreated,
                $"Topic {generation.Topic} was deleted and created again: its id is {other.Id}, and that of the archived one was {noted.Id}. Nothing of the new topic was archived. Archive it to another place."
            );

    private static PartitionFault Different(TopicPartition partition, long offset) =>
        new(
            FaultKind.TopicRecreated,
            $"The broker has another record at offset {offset} of {partition} than the archive: the topic was deleted and created again, or is another cluster's. Nothing was changed. Archive it to another place."
        );

    private readonly record struct Doubt(DateTimeOffset First, DateTimeOffset Last);
}
