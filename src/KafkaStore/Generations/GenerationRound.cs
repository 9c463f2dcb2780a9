using KafkaStore.Archiving;
using KafkaStore.Reading.Objects;
using KafkaStore.Staging;

namespace KafkaStore.Generations;

/// <summary>What is done every minute about topics that may have been created again.</summary>
public sealed class GenerationRound(TopicGenerations generations, SeenGenerations seen, IObjectStore archive, StagingArea staging)
{
    /// <summary>The generation that is archived, once the broker was asked; null while it may have another.</summary>
    /// <param name="topic">Kafka's name.</param>
    public async Task<TopicGeneration?> AskAsync(string topic, CancellationToken cancellationToken)
    {
        TopicGeneration generation = await generations.FindCurrentAsync(topic, cancellationToken);
        try
        {
            Standing standing = await generations.AskAsync(generation, cancellationToken);
            while (standing is Standing.Former former)
            {
                generation = former.Next;
                standing = await generations.AskAsync(generation, cancellationToken);
            }

            if (standing is Standing.Current)
                await seen.KeepAsync(generation, cancellationToken);
            return standing is Standing.Doubtful ? null : generation;
        }
        catch (PartitionFaultException)
        {
            return generation; // which its next seal finds out too, and says what to do
        }
    }

    /// <summary>Partitions of the generations before the current one that have something staged.</summary>
    /// <param name="topic">Kafka's name.</param>
    public async Task<IReadOnlyList<TopicPartition>> FindFormerStagedAsync(string topic, CancellationToken cancellationToken)
    {
        var partitions = new List<TopicPartition>();
        TopicGeneration current = await generations.FindCurrentAsync(topic, cancellationToken);
        for (var former = TopicGeneration.First(topic); former < current; former = former.Next)
            partitions.AddRange(await staging.FindPartitionsAsync(former, cancellationToken));
        return partitions;
    }

    /// <summary>Likewise those that the archive has anything of.</summary>
    /// <param name="topic">Kafka's name.</param>
    public async Task<IReadOnlyList<TopicPartition>> FindFormerArchivedAsync(string topic, CancellationToken cancellationToken)
    {
        var partitions = new List<TopicPartition>();
        var archived = new ArchiveTopics(archive);
        TopicGeneration current = await generations.FindCurrentAsync(topic, cancellationToken);
        for (var former = TopicGeneration.First(topic); former < current; former = former.Next)
            partitions.AddRange(await archived.PartitionsAsync(former.ToString(), cancellationToken));
        return partitions;
    }
}
