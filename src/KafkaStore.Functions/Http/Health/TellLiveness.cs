namespace KafkaStore.Functions.Http.Health;

/// <summary>Says that the process answers. It asks nothing outside of it, so that no outage gets a process killed that would go on by itself.</summary>
public sealed class TellLiveness(Answers answers, ILogger<TellLiveness> logger)
{
    [Function(nameof(TellLiveness))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return answers.RunAsync(
            request,
            logger,
            (response, stopping) =>
            {
                _ = new QueryValues(request.Query);
                return JsonDocuments.SendAsync(
                    response,
                    json =>
                    {
                        json.WriteStartObject();
                        json.WriteString("status", "live");
                        json.WriteEndObject();
                    },
                    stopping
                );
            }
        );
    }
}
