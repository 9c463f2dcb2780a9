namespace KafkaStore.Tests.FunctionsHost.Worker;

/// <summary>How a function that failed is run again with the same input.</summary>
/// <param name="Strategy">As in the protocol: a fixed delay, or one that doubles.</param>
/// <param name="MaximumRetries">-1 for no limit.</param>
/// <param name="Minimum">Before the first retry.</param>
/// <param name="Maximum">Before any.</param>
public sealed record FunctionRetry(string Strategy, int MaximumRetries, TimeSpan Minimum, TimeSpan Maximum)
{
    internal static FunctionRetry Of(RpcRetryOptions options)
    {
        bool isFixed = options.RetryStrategy == RpcRetryOptions.Types.RetryStrategy.FixedDelay;
        return new FunctionRetry(
            options.RetryStrategy.ToString(),
            options.MaxRetryCount,
            (isFixed ? options.DelayInterval : options.MinimumInterval).ToTimeSpan(),
            (isFixed ? options.DelayInterval : options.MaximumInterval).ToTimeSpan()
        );
    }

    /// <summary>How long to wait before a retry; null where there is none any more.</summary>
    /// <param name="number">From 1.</param>
    internal TimeSpan? DelayBefore(int number)
    {
        if (MaximumRetries >= 0 && number > MaximumRetries)
            return null;
        double factor = Math.Pow(2, Math.Min(number - 1, 30));
        return TimeSpan.FromTicks((long)Math.Min(Minimum.Ticks * factor, Maximum.Ticks));
    }
}
