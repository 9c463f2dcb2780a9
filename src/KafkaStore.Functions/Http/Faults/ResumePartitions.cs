using KafkaStore.Resuming;

namespace KafkaStore.Functions.Http.Faults;

/// <summary>Clears the faults of a topic's partitions, or of one, whose cause is gone; what <c>kafka-store resume</c> does.</summary>
public sealed class ResumePartitions(PartitionResume resume, ILogger<ResumePartitions> logger)
{
    [Function(nameof(ResumePartitions))]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "topics/{topic}/resume")] HttpRequest request,
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
                long? one = new QueryValues(request.Query, "partition").Number("partition", 0, int.MaxValue);
                IReadOnlyList<TopicPartition> partitions = one is { } number
                    ? [new TopicPartition(name, (int)number)]
                    : await resume.FindAsync(name, stopping);
                var outcomes = new List<ResumeOutcome>(partitions.Count);
                foreach (TopicPartition partition in partitions)
                    outcomes.Add(await ResumeAsync(partition, stopping));
                await JsonDocuments.SendAsync(response, json => Write(json, name, outcomes), stopping);
            }
        );
    }

    private async Task<ResumeOutcome> ResumeAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        ResumeOutcome outcome = await resume.ResumeAsync(partition, cancellationToken);
        if (outcome.Result == ResumeResult.Cleared)
            Log.FaultCleared(logger, partition.Topic, partition.Partition, outcome.Kind.ToString()!, outcome.Detail);
        return outcome;
    }

    private static void Write(Utf8JsonWriter json, string topic, IEnumerable<ResumeOutcome> outcomes)
    {
        json.WriteStartObject();
        json.WriteString("topic", topic);
        json.WriteStartArray("partitions");
        foreach (ResumeOutcome outcome in outcomes)
        {
            json.WriteStartObject();
            json.WriteString("topic", outcome.Partition.Topic);
            json.WriteNumber("partition", outcome.Partition.Partition);
            json.WriteString("result", JsonNamingPolicy.CamelCase.ConvertName(outcome.Result.ToString()));
            if (outcome.Kind is { } kind)
                json.WriteString("kind", kind.ToString());
            json.WriteString("detail", outcome.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
