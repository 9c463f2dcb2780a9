namespace KafkaStore.Functions.Http;

/// <summary>Serves <c>openapi.json</c>, the description of this interface.</summary>
public sealed class DescribeApi(Answers answers, ILogger<DescribeApi> logger)
{
    [Function(nameof(DescribeApi))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "openapi.json")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return answers.RunAsync(
            request,
            logger,
            async (response, stopping) =>
            {
                _ = new QueryValues(request.Query);
                using Stream description =
                    typeof(DescribeApi).Assembly.GetManifestResourceStream("openapi.json")
                    ?? throw new InvalidOperationException("openapi.json is not embedded.");
                response.ContentType = JsonDocuments.ContentType;
                response.ContentLength = description.Length;
                await description.CopyToAsync(response.Body, stopping);
            }
        );
    }
}
