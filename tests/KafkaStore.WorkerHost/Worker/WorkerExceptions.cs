namespace KafkaStore.Tests.FunctionsHost.Worker;

/// <summary>The worker did not get as far as running functions.</summary>
public sealed class WorkerStartException(string message) : Exception(message);

/// <summary>The worker went away while it ran a function: nobody knows how far it came.</summary>
public sealed class WorkerGoneException() : Exception("The worker process ended before the function did.");

/// <summary>The worker says that a function failed.</summary>
public sealed class InvocationFailedException : Exception
{
    internal InvocationFailedException(string function, string status, RpcException reason)
        : base($"{function} ended with {status}: {reason.Type}: {reason.Message}")
    {
        Type = reason.Type;
        WorkerStackTrace = reason.StackTrace;
    }

    /// <summary>Of the worker's exception.</summary>
    public string Type { get; }

    public string WorkerStackTrace { get; }
}
