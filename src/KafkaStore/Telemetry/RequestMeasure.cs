using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KafkaStore.Telemetry;

/// <summary>How long requests to another system take, and which fail; each is a span of a trace too. Costs next to nothing while nobody listens.</summary>
public sealed class RequestMeasure
{
    /// <summary>On what failed alone: the exception's type.</summary>
    public const string ErrorType = "error.type";

    private readonly Histogram<double> duration;
    private readonly ActivitySource source;
    private readonly string span;
    private readonly Func<Exception, bool> isAnswer;

    /// <param name="meter">Has the histogram.</param>
    /// <param name="source">Has the spans.</param>
    /// <param name="name">Of the histogram, which is in seconds.</param>
    /// <param name="span">What the names of spans begin with; the operation follows.</param>
    /// <param name="description">Of the histogram.</param>
    /// <param name="isAnswer">What is thrown although nothing failed; null for nothing.</param>
    public RequestMeasure(
        Meter meter,
        ActivitySource source,
        string name,
        string span,
        string description,
        Func<Exception, bool>? isAnswer = null
    )
    {
        ArgumentNullException.ThrowIfNull(meter);
        duration = meter.CreateHistogram(name, "s", description, tags: null, Bounds.RequestSeconds);
        this.source = source;
        this.span = span;
        this.isAnswer = isAnswer ?? (_ => false);
    }

    /// <summary>As below, of a request that has no answer.</summary>
    public Task RunAsync(string operation, KeyValuePair<string, object?>[] attributes, Func<Task> request) =>
        RunAsync(
            operation,
            attributes,
            async () =>
            {
                await request();
                return true;
            }
        );

    /// <summary>Runs a request and measures it; what it throws is thrown.</summary>
    /// <param name="operation">What is asked; a word of few.</param>
    /// <param name="attributes">Of measurement and span.</param>
    /// <param name="request">Runs once.</param>
    public async Task<T> RunAsync<T>(string operation, KeyValuePair<string, object?>[] attributes, Func<Task<T>> request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!duration.Enabled && !source.HasListeners())
            return await request();
        using Activity? activity = source.StartActivity(ActivityKind.Client, tags: attributes, name: $"{span} {operation}");
        long began = Stopwatch.GetTimestamp();
        try
        {
            T answer = await request();
            duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, attributes);
            return answer;
        }
        catch (Exception e)
        {
            string error = e.GetType().Name;
            bool failed = !isAnswer(e);
            duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, failed ? [.. attributes, new(ErrorType, error)] : attributes);
            if (failed)
                activity?.SetTag(ErrorType, error).SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }
}
