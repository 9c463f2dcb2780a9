using KafkaStore.Archiving;
using KafkaStore.Reading.Objects;
using KafkaStore.Staging;

namespace KafkaStore.Generations;

/// <summary>What is done every minute about topics that may have been created again.</summary>
public sealed class GenerationRound(TopicGenerations generations, SeenGenerations seen, IObjectStore archive, StagingArea staging)
{
    private readonly ArchiveTopics archived = new(archive);

    /// <summary>The generation that is archived, once the broker was asked; null while it may have another.</summary>
    /// <param name="topic">Kafka's name.</param>
    public async Task<TopicGeneration?> AskAsync(string topic, CancellationToken cancellationToken)
    {
        TopicGeneration generation = await generations.FindCurrentAsync(topic, cancellationToken);
        try
        {
            (generation, Standing standing) = await generations.AskOnAsync(generation, cancellationToken);
            if (standing is Standing.Current)
                await seen.KeepAsync(generation, cancellationToken);
            return standing is Standing.Doubtful ? null : generation;
        }
        catch (PartitionFaultException)
        {
            return await generations.FindCurrentAsync(topic, cancellationToken); // its next seal finds that out too, and says what to do
        }
    }

    /// <summary>Partitions of the generations before the current one that have something staged.</summary>
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
        foreach (TopicGeneration former in (await generations.FindCurrentAsync(topic, cancellationToken)).Former)
            partitions.AddRange(await find(former));
        return partitions;
    }
}
