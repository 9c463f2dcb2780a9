using Microsoft.DurableTask.Entities;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Only the real extension makes one, from the request that the Functions host sends; a second host calls the entity itself.</summary>
public sealed class TaskEntityDispatcher
{
    private TaskEntityDispatcher()
    {
    }

    public Task DispatchAsync(ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        throw new NotSupportedException("The Durable Task extension is not part of a restricted build.");
    }
}
