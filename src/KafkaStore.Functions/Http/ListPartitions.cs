using KafkaStore.Functions.Http.Faults;
using KafkaStore.Functions.Http.Limits;
using KafkaStore.Functions.Http.Status;
using KafkaStore.Markers;

namespace KafkaStore.Functions.Http;

/// <summary>Names the partitions of a topic that the archive has objects of, which topic of Kafka's it is, and what is faulted.</summary>
public sealed class ListPartitions(
    ArchiveTopics topics,
    NotedGenerations generations,
    TopicFaults faults,
    ShownDetails shown,
    ReadingSlots slots,
    Answers answers,
    ILogger<ListPartitions> logger
)
{
    [Function(nameof(ListPartitions))]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "topics/{topic}/partitions")] HttpRequest request,
        string topic
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        return answers.RunAsync(
            request,
            logger,
            async (response, stopping) =>
            {
                string name = PathNames.Topic(topic);
                _ = new QueryValues(request.Query);
                using IDisposable slot = slots.TakeList(request);
                IReadOnlyDictionary<TopicPartition, PartitionFault> faulted = await faults.FindAsync(name, stopping);
                TopicPartition[] partitions = [.. (await topics.PartitionsAsync(name, stopping)).Union(faulted.Keys).Order()];
                if (partitions.Length == 0)
                    throw ProblemException.NothingOf($"topic {name}");
                NotedGeneration? noted = TopicGeneration.TryParse(name, out TopicGeneration generation)
                    ? await generations.FindAsync(generation, stopping)
                    : null;
                await JsonDocuments.SendAsync(
                    response,
                    json =>
                    {
                        json.WriteStartObject();
                        json.WriteString("topic", name);
                        if (noted is not null)
                            IdentityJson.Write(json, noted);
                        json.WriteStartArray("partitions");
                        foreach (TopicPartition partition in partitions)
                        {
                            json.WriteStartObject();
                            json.WriteNumber("partition", partition.Partition);
                            if (faulted.TryGetValue(partition, out PartitionFault? fault))
                                FaultJson.Write(json, fault, shown.Of);
                            json.WriteEndObject();
                        }

                        json.WriteEndArray();
                        json.WriteEndObject();
                    },
                    stopping
                );
            }
        );
    }
}
