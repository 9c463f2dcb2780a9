using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Generations;
using KafkaStore.Markers;

namespace KafkaStore.Resuming;

/// <summary>
/// Declares, because an operator asks, that the topic which the brokers have now is the next generation of the archived one. What
/// a recreated topic does by itself needs nobody; another cluster's topic, and one under <c>--on-recreated fault</c>, do.
/// </summary>
public sealed class NewGeneration(
    IdentityMarkers markers,
    ITopicIdentities identities,
    SeenGenerations seen,
    ArchiverOptions options,
    TimeProvider clock
)
{
    private readonly GivenIdentity given = new(markers, identities);

    /// <summary>Returns what is noted then. Takes a settling time, so that every broker knows the topic by then.</summary>
    /// <param name="topic">Kafka's name.</param>
    /// <exception cref="ChoiceRefusedException">The brokers have the topic that is archived, or a former one, or can't agree.</exception>
    /// <exception cref="BrokerUnavailableException">They give no id now.</exception>
    /// <exception cref="StorageException">A store can't be asked, or the marker not be written.</exception>
    public async Task<NotedGeneration> DeclareAsync(string topic, CancellationToken cancellationToken)
    {
        NotedGeneration noted = await given.FindNotedAsync(topic, cancellationToken);
        TopicIdentity first = await given.AskAsync(noted, cancellationToken);
        if (noted.Generation.Number == TopicGeneration.MaximumNumber)
        {
            throw new ChoiceRefusedException(
                $"{noted.Generation} is the last generation that there can be. Archive the topic to another place."
            );
        }

        await Task.Delay(options.SettlingTime, clock, cancellationToken);
        TopicIdentity second = await given.AskAsync(noted, cancellationToken);
        if (first != second)
        {
            throw new ChoiceRefusedException(
                $"the brokers gave topic {topic} the id {first.Id} and then {second.Id}: it is being created again at present. Ask again later."
            );
        }

        TopicGeneration next = noted.Generation.Next;
        DateTimeOffset? seenAt = await seen.FindAsync(noted.Generation, cancellationToken);
        NotedGeneration written = await markers.NoteAsync(next, second, IdentityProof.Declared, seenAt, cancellationToken);
        return written.Identity.Id == second.Id
            ? written
            : throw new ChoiceRefusedException($"{next} was noted meanwhile with another id, {written.Identity.Id}. Ask again.");
    }
}
