using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Converters;

namespace KafkaStore.Simulation.Platform;

/// <summary>One archiver: its hosts, its consumer group's offsets, its entities and orchestrations.</summary>
internal sealed class App(Simulation simulation, string name)
{
    private readonly Dictionary<EntityInstanceId, Entity> entities = [];
    private readonly Dictionary<string, Orchestration> orchestrations = new(StringComparer.Ordinal);
    private int hostsStarted;

    public string Name => name;

    public List<Host> Hosts { get; } = [];

    /// <summary>Work that waits for a host to be up.</summary>
    public List<Work> Unassigned { get; } = [];

    /// <summary>Committed offsets of the consumer group.</summary>
    public Dictionary<TopicPartition, long> Committed { get; } = [];

    public static JsonDataConverter Converter => JsonDataConverter.Default;

    public Host StartHost()
    {
        var host = new Host(simulation, this, $"{name}{++hostsStarted}", simulation.Scenario.OptionsOfNewHost());
        Hosts.Add(host);
        simulation.World.Note(host.Name, "starts");
        simulation.World.Start(host.ReadAsync);
        AssignWaiting();
        return host;
    }

    /// <summary>As many as there are to be.</summary>
    public void EnsureHosts()
    {
        if (Hosts.Count(host => host.IsUp) < simulation.Scenario.HostsEach)
            StartHost();
    }

    /// <summary>The member of the group that has a partition; null while none is up.</summary>
    public Host? OwnerOf(int partition)
    {
        Host[] up = [.. Hosts.Where(host => host.IsUp)];
        return up.Length == 0 ? null : up[partition % up.Length];
    }

    public void AssignWaiting()
    {
        foreach (Work work in Unassigned)
            work.Dispatch();
        Unassigned.Clear();
    }

    public Host? PickHost()
    {
        Host? picked = null;
        int up = 0;
        foreach (Host host in Hosts)
        {
            if (host.IsUp && simulation.World.Random.Below(++up) == 0)
                picked = host;
        }

        return picked;
    }

    /// <summary>The timer fires on one host.</summary>
    public void Tick() =>
        new Work(
            simulation,
            this,
            "timer",
            async (host, _) =>
            {
                try
                {
                    await host.Timer.RunAsync(new TimerInfo(), host.Client, default);
                }
                catch (IOException)
                {
                    // The platform did not take a signal; the next minute comes.
                }
            }
        ).Dispatch();

    public void Signal(EntityInstanceId id, string operation, object? input)
    {
        string? serialized = Converter.Serialize(input);
        if (simulation.Happens(simulation.Scenario.SignalsLost))
        {
            simulation.Faults++;
            simulation.World.Note(name, $"loses signal {operation}");
            return;
        }

        int copies = simulation.Happens(simulation.Scenario.SignalsRepeated) ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            long delay = simulation.Happens(simulation.Scenario.SignalsLate)
                ? simulation.World.Random.Between(1, simulation.World.Random.Chance(500) ? 100 : 100_000)
                : 0;
            simulation.World.Post(null, () => EntityOf(id).Receive(new Signal(operation, serialized)), "signal arrives", delay);
        }
    }

    public void StartOrchestration(string instance, object? input)
    {
        string? serialized = Converter.Serialize(input);
        if (simulation.Happens(simulation.Scenario.WorkLost))
        {
            simulation.World.Note(name, $"loses the start of {instance}");
            return;
        }

        if (orchestrations.ContainsKey(instance))
            return;
        var orchestration = new Orchestration(simulation, this, instance, serialized);
        orchestrations[instance] = orchestration;
        orchestration.Continue();
    }

    public string? StateOf(EntityInstanceId id) => entities.TryGetValue(id, out Entity? entity) ? entity.State : null;

    public void SetState(TopicPartition partition, string? state) => EntityOf(EntityIds.Of(partition)).State = state;

    private Entity EntityOf(EntityInstanceId id)
    {
        if (!entities.TryGetValue(id, out Entity? entity))
            entities[id] = entity = new Entity(simulation, this, id);
        return entity;
    }
}

/// <param name="Input">Serialized.</param>
internal sealed record Signal(string Operation, string? Input);
