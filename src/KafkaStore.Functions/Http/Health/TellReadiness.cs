namespace KafkaStore.Functions.Http.Health;

/// <summary>
/// Says whether this process can serve and archive: whether its stores answer. Partitions that are faulted are counted and make nobody
/// less ready, since another process would find the same. Nobody needs a key, so it names nothing.
/// </summary>
public sealed class TellReadiness(Readiness readiness, Answers answers, ILogger<TellReadiness> logger)
{
    [Function(nameof(TellReadiness))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return answers.RunAsync(
            request,
            logger,
            async (response, stopping) =>
            {
                _ = new QueryValues(request.Query);
                ReadyAnswer answer = await readiness.AskAsync().WaitAsync(stopping);
                if (answer.Trouble is { } trouble)
                {
                    throw new ProblemException(
                        new Problem(StatusCodes.Status503ServiceUnavailable, trouble) { RetryAfter = Readiness.Kept }
                    );
                }

                await JsonDocuments.SendAsync(
                    response,
                    json =>
                    {
                        json.WriteStartObject();
                        json.WriteString("status", "ready");
                        if (answer.Faulted is { } faulted)
                            json.WriteNumber("faultedPartitions", faulted);
                        json.WriteEndObject();
                    },
                    stopping
                );
            }
        );
    }
}
