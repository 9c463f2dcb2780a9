namespace KafkaStore.Functions.Http.Ui;

/// <summary>Sends the <see cref="StatusPage"/>. It holds no data and wants no key: the page asks for one, and sends it with what it asks.</summary>
public sealed class ShowStatusPage(StatusPage page, Answers answers, ILogger<ShowStatusPage> logger)
{
    [Function(nameof(ShowStatusPage))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ui")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return answers.RunAsync(
            request,
            logger,
            async (response, stopping) =>
            {
                _ = new QueryValues(request.Query);
                response.ContentType = "text/html; charset=utf-8";
                response.Headers.ContentSecurityPolicy = page.Policy;
                response.Headers.XFrameOptions = "DENY";
                response.Headers["Referrer-Policy"] = "no-referrer";
                response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
                response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
                response.ContentLength = page.Html.Length;
                await response.Body.WriteAsync(page.Html, stopping);
            }
        );
    }
}
