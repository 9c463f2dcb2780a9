using KafkaStore.Functions.Http.Limits;

namespace KafkaStore.Functions.Http;

/// <summary>Names the topics that the archive has objects of.</summary>
public sealed class ListTopics(ArchiveTopics topics, ReadingSlots slots, Answers answers, ILogger<ListTopics> logger)
{
    [Function(nameof(ListTopics))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "topics")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return answers.RunAsync(
            request,
            logger,
            async (response, stopping) =>
            {
                _ = new QueryValues(request.Query);
                using IDisposable slot = slots.TakeList(request);
                List<string> names = await topics.TopicsAsync(stopping).ToListAsync(stopping);
                names.Sort(StringComparer.Ordinal);
                await JsonDocuments.SendAsync(
                    response,
                    json =>
                    {
                        json.WriteStartObject();
                        json.WriteStartArray("topics");
                        foreach (string name in names)
                        {
                            json.WriteStartObject();
                            json.WriteString("topic", name);
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
