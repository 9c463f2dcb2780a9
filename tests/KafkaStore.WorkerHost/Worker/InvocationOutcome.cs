namespace KafkaStore.Tests.FunctionsHost.Worker;

/// <summary>How an invocation ended.</summary>
/// <param name="Status">As the worker said; <c>WorkerGone</c> where it said nothing any more.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
public sealed record InvocationOutcome(string Function, string Status, string? Error)
{
    public const string WorkerGone = nameof(WorkerGone);

    public bool Succeeded => Status == "Success";
}
