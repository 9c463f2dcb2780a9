using System.Collections.Concurrent;
using KafkaStore.Archiving;
using KafkaStore.Reading.Objects;
using KafkaStore.Staging;

namespace KafkaStore.Generations;

/// <summary>What is done every minute about topics that may have been created again.</summary>
public sealed class GenerationRound(TopicGenerations generations, SeenGenerations seen, IObjectStore archive, StagingArea staging)
{
    private readonly ArchiveTopics archived = new(archive);
    private readonly ConcurrentDictionary<string, bool> gone = new(StringComparer.Ordinal);

    /// <summary>The generation that is archived, once the broker was asked; null while it may have another, or none.</summary>
    /// <param name="topic">Kafka's name.</param>
    public async Task<TopicGeneration?> AskAsync(string topic, CancellationToken cancellationToken)
    {
        TopicGeneration generation = await generations.FindCurrentAsync(topic, cancellationToken);
        try
        {
            (generation, Standing standing) = await generations.AskOnAsync(generation, cancellationToken);
            if (standing is Standing.Current)
                await seen.KeepAsync(generation, cancellationToken);
            gone[topic] = standing is Standing.Gone;
            return standing is Standing.Doubtful or Standing.Gone ? null : generation;
        }
        catch (PartitionFaultException)
        {
            return await generations.FindCurrentAsync(topic, cancellationToken); // its next seal finds that out too, and says what to do
        }
    }

    /// <summary>
    /// Partitions of the generations that the brokers have no longer, and that have something staged: those before the current one, and
    /// that one too where they have had no topic of that name for a day.
    /// </summary>
    /// <param name="topic">Kafka's name.</param>
    public Task<IReadOnlyList<TopicPartition>> FindFormerStagedAsync(string topic, CancellationToken cancellationToken) =>
        OfFormerAsync(topic, former => staging.FindPartitionsAsync(former, cancellationToken), cancellationToken);

    /// <summary>Likewise those that the archive has anything of.</summary>
    /// <param name="topic">Kafka's name.</param>
    public Task<IReadOnlyList<TopicPartition>> FindFormerArchivedAsync(string topic, CancellationToken cancellationToken) =>
        OfFormerAsync(topic, former => archived.PartitionsAsync(former.ToString(), cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<TopicPartition>> OfFormerAsync(
        string topic,
        Func<TopicGeneration, Task<IReadOnlyList<TopicPartition>>> find,
        CancellationToken cancellationToken
    )
    {
        var partitions = new List<TopicPartition>();
        TopicGeneration current = await generations.FindCurrentAsync(topic, cancellationToken);
        foreach (TopicGeneration former in gone.GetValueOrDefault(topic) ? current.Former.Append(current) : current.Former)
            partitions.AddRange(await find(former));
        return partitions;
    }
}
