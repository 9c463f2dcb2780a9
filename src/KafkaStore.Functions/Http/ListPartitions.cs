namespace KafkaStore.Functions.Http;

/// <summary>Names the partitions of a topic that the archive has objects of.</summary>
public sealed class ListPartitions(ArchiveTopics topics, ReadingSlots slots, ILogger<ListPartitions> logger)
{
    [Function(nameof(ListPartitions))]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "topics/{topic}/partitions")] HttpRequest request,
        string topic
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        return Answer.RunAsync(
            request,
            logger,
            async (response, stopping) =>
            {
                string name = PathNames.Topic(topic);
                _ = new QueryValues(request.Query);
                using IDisposable slot = slots.TakeStream();
                IReadOnlyList<TopicPartition> partitions = await topics.PartitionsAsync(name, stopping);
                if (partitions.Count == 0)
                    throw ProblemException.NothingOf($"topic {name}");

                await JsonDocuments.SendAsync(
                    response,
                    json =>
                    {
                        json.WriteStartObject();
                        json.WriteString("topic", name);
                        json.WriteStartArray("partitions");
                        foreach (TopicPartition partition in partitions)
                        {
                            json.WriteStartObject();
                            json.WriteNumber("partition", partition.Partition);
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
