using KafkaStore.Telemetry;
using Polly;
using Polly.Retry;

namespace KafkaStore.Storage;

/// <summary>
/// How often something is tried that may work a moment later, and how long is waited in between. The one policy of all
/// adapters, for what an SDK does not try again by itself.
/// </summary>
public sealed class Patience
{
    private static readonly ResiliencePropertyKey<Func<Exception, bool>> MayPass = new("may-pass");

    private readonly int tries;
    private readonly TimeSpan firstDelay;
    private readonly TimeSpan maximumDelay;
    private readonly ResiliencePipeline pipeline;

    /// <param name="tries">The first one included; 2 at least.</param>
    /// <param name="firstDelay">After the first failure; it doubles with each further one.</param>
    /// <param name="maximumDelay">Where the doubling ends.</param>
    /// <param name="clock">Measures the waits; null, the default: the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two tries.</exception>
    public Patience(int tries, TimeSpan firstDelay, TimeSpan maximumDelay, TimeProvider? clock = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tries, 2);
        this.tries = tries;
        this.firstDelay = firstDelay;
        this.maximumDelay = maximumDelay;
        pipeline = new ResiliencePipelineBuilder { TimeProvider = clock ?? TimeProvider.System }
            .AddRetry(
                new RetryStrategyOptions
                {
                    MaxRetryAttempts = tries - 1,
                    ShouldHandle = static failed =>
                        ValueTask.FromResult(
                            failed.Outcome.Exception is { } exception
                                && failed.Context.Properties.TryGetValue(MayPass, out Func<Exception, bool>? mayPass)
                                && mayPass(exception)
                        ),
                    OnRetry = static _ =>
                    {
                        Metrics.RequestRetries.Add(1);
                        return default;
                    },
                    DelayGenerator = failed => ValueTask.FromResult<TimeSpan?>(DelayAfter(failed.AttemptNumber)),
                }
            )
            .Build();
    }

    /// <summary>Tries until it works, it fails with something that does not pass, or the tries are used up.</summary>
    /// <param name="attempt">One try.</param>
    /// <param name="mayPass">Whether the same thing may work a moment later.</param>
    /// <param name="cancellationToken">Given to each try; ends a wait at once.</param>
    /// <exception cref="OperationCanceledException">Cancelled while another try was due.</exception>
    /// <exception cref="Exception">What the last try threw.</exception>
    public async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> attempt,
        Func<Exception, bool> mayPass,
        CancellationToken cancellationToken
    )
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(MayPass, mayPass);
        try
        {
            return await pipeline.ExecuteAsync(
                static (context, attempt) => new ValueTask<T>(attempt(context.CancellationToken)),
                context,
                attempt
            );
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The same, with waits that another clock measures.</summary>
    internal Patience On(TimeProvider clock) => new(tries, firstDelay, maximumDelay, clock);

    // Between half of the delay and all of it, so that those who failed together don't come back together. The library's own
    // jitter may wait hardly at all, and then there is no telling how long an outage is survived.
    private TimeSpan DelayAfter(int earlierFailures)
    {
        TimeSpan delay = firstDelay * Math.Pow(2, earlierFailures);
        delay = delay < maximumDelay ? delay : maximumDelay;
        return delay * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
