namespace KafkaStore.Tests.FunctionsHost.Worker;

/// <summary>The workers that were started, by the ids that they were given and name themselves with.</summary>
internal sealed class WorkerChannels
{
    private readonly ConcurrentDictionary<string, WorkerChannel> byId = new();

    public void Add(string workerId, WorkerChannel channel) => byId[workerId] = channel;

    public WorkerChannel? Find(string workerId) => byId.GetValueOrDefault(workerId);
}
