namespace Microsoft.DurableTask.Client;

public enum OrchestrationRuntimeStatus
{
    Running = 0,
    Completed = 1,

    [Obsolete("Exists only for compatibility.")]
    ContinuedAsNew = 2,
    Failed = 3,

    [Obsolete("Exists only for compatibility.")]
    Canceled = 4,
    Terminated = 5,
    Pending = 6,
    Suspended = 7,
}
