using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace KafkaStore.Tests.FunctionsHost.Triggers;

/// <summary>
/// Serves the app's HTTP functions. The invocation goes to the worker over gRPC without the request, and the request goes to
/// the worker's own web server, with the invocation's id in a header, where the two meet. The answer is passed on as it comes.
/// </summary>
internal sealed class HttpForwarding(WorkerSlot worker)
{
    private const string InvocationIdHeader = "x-ms-invocation-id";

    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public async Task ForwardAsync(HttpContext context)
    {
        WorkerChannel channel = await worker.WorkerAsync();
        if (HttpRoutes.Find(channel.Functions.Values, context.Request.Path) is not { } found)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var invocation = new Invocation(found.Function.Name)
        {
            Inputs = new Dictionary<string, TypedData> { [found.Function.TriggerName] = new() { Http = new RpcHttp() } },
            Metadata = found.Values.ToDictionary(value => value.Key, value => new TypedData { String = value.Value?.ToString() ?? "" }),
        };
        Task<InvocationResponse> invoked = worker.InvokeAsync(invocation);

        // The client went away: the worker's connection is closed, and it is told.
        await using CancellationTokenRegistration cancellation = context.RequestAborted.Register(() =>
            _ = worker.CancelAsync(invocation.Id)
        );
        try
        {
            await PassOnAsync(context, new Uri(channel.Capabilities["HttpUri"]), invocation.Id);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The worker broke the answer off, or nobody wants it any more.
            context.Abort();
        }

        try
        {
            await invoked;
        }
        catch (Exception e) when (e is InvocationFailedException or WorkerGoneException)
        {
            // Counted among the outcomes; the client has its answer, or the lack of one.
        }
    }

    private static async Task PassOnAsync(HttpContext context, Uri workerAddress, string invocationId)
    {
        var address = new Uri(workerAddress, context.Request.GetEncodedPathAndQuery());
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), address);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in context.Request.Headers)
        {
            if (!name.Equals("Host", StringComparison.OrdinalIgnoreCase))
                request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        request.Headers.Add(InvocationIdHeader, invocationId);
        using HttpResponseMessage response = await Http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach ((string name, IEnumerable<string> values) in response.Headers.Concat(response.Content.Headers))
        {
            if (!name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
                context.Response.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
