namespace Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;

public interface IRetryOptions
{
    int MaxRetryCount { get; }

    TimeSpan? DelayInterval { get; }

    TimeSpan? MinimumInterval { get; }

    TimeSpan? MaximumInterval { get; }

    RetryStrategy? Strategy { get; }
}
