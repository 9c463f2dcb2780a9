using KafkaStore.Generations;
using KafkaStore.Markers;
using KafkaStore.Resuming;

namespace KafkaStore.Functions.Http.Faults;

/// <summary>
/// Clears the faults of a topic's partitions, or of one, whose cause is gone; what <c>kafka-store resume</c> does. Where an operator
/// says what the topic is that the brokers have now, that is noted first.
/// </summary>
public sealed class ResumePartitions(
    PartitionResume resume,
    NewGeneration newGeneration,
    SameTopic sameTopic,
    Answers answers,
    ShownDetails shown,
    ILogger<ResumePartitions> logger
)
{
    // Of the 230 s that Azure lets an answer take.
    private static readonly TimeSpan ComparingAtMost = TimeSpan.FromSeconds(200);

    [Function(nameof(ResumePartitions))]
    public Task RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "topics/{topic}/resume")] HttpRequest request,
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
                var query = new QueryValues(request.Query, "partition", "newGeneration", "sameTopic");
                long? one = query.Number("partition", 0, int.MaxValue);
                NotedGeneration? chosen = await ChooseAsync(name, query, one is null, stopping);
                IReadOnlyList<TopicPartition> partitions = one is { } number
                    ? [new TopicPartition(name, (int)number)]
                    : await resume.FindAsync(name, stopping);
                var outcomes = new List<ResumeOutcome>(partitions.Count);
                foreach (TopicPartition partition in partitions)
                    outcomes.Add(await ResumeAsync(partition, stopping));
                await JsonDocuments.SendAsync(response, json => Write(json, name, chosen, outcomes), stopping);
            }
        );
    }

    private async Task<NotedGeneration?> ChooseAsync(string topic, QueryValues query, bool isOfAll, CancellationToken cancellationToken)
    {
        bool isNew = query.Flag("newGeneration");
        TopicId? same = query.Id("sameTopic");
        if (!isNew && same is null)
            return null;
        if (isNew && same is not null)
            throw ProblemException.Parameter("sameTopic", "newGeneration and sameTopic say opposite things: give one.");
        if (!isOfAll)
        {
            throw ProblemException.Parameter(
                "partition",
                "newGeneration and sameTopic are about all partitions of a topic: leave partition out."
            );
        }

        if (KafkaTopic.Of(topic) != topic)
            throw ProblemException.NothingOf($"a topic {topic} of Kafka's");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ComparingAtMost);
        try
        {
            NotedGeneration noted = same is { } id
                ? await sameTopic.StateAsync(topic, id, deadline.Token)
                : await newGeneration.DeclareAsync(topic, deadline.Token);
            Log.GenerationChosen(logger, noted.Generation.ToString(), noted.Identity.Id.ToString());
            return noted;
        }
        catch (ChoiceRefusedException refused)
        {
            throw new ProblemException(new Problem(StatusCodes.Status409Conflict, Sentence(refused.Message)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProblemException(
                new Problem(
                    StatusCodes.Status503ServiceUnavailable,
                    "Comparing takes longer than an HTTP answer may. Nothing was changed; 'kafka-store resume' takes the time it needs."
                )
            );
        }
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private async Task<ResumeOutcome> ResumeAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        ResumeOutcome outcome = await resume.ResumeAsync(partition, cancellationToken);
        if (outcome.Result == ResumeResult.Cleared)
            Log.FaultCleared(logger, partition.Topic, partition.Partition, outcome.Kind.ToString()!, outcome.Detail);
        return outcome;
    }

    private void Write(Utf8JsonWriter json, string topic, NotedGeneration? chosen, IEnumerable<ResumeOutcome> outcomes)
    {
        json.WriteStartObject();
        json.WriteString("topic", topic);
        if (chosen is not null)
        {
            json.WriteString("generation", chosen.Generation.ToString());
            json.WriteString("topicId", chosen.Identity.Id.ToString());
        }

        json.WriteStartArray("partitions");
        foreach (ResumeOutcome outcome in outcomes)
        {
            json.WriteStartObject();
            json.WriteString("topic", outcome.Partition.Topic);
            json.WriteNumber("partition", outcome.Partition.Partition);
            json.WriteString("result", JsonNamingPolicy.CamelCase.ConvertName(outcome.Result.ToString()));
            if (outcome.Kind is { } kind)
                json.WriteString("kind", kind.ToString());
            json.WriteString("detail", shown.Of(outcome.Detail));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
