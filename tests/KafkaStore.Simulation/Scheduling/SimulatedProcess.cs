namespace KafkaStore.Simulation.Scheduling;

/// <summary>Something that can be killed or held: its steps are then dropped or kept back.</summary>
internal class SimulatedProcess(string name)
{
    public string Name => name;

    public bool Dead { get; protected set; }

    /// <summary>Held until then; 0 when it runs.</summary>
    public long HeldUntil { get; protected set; }

    public List<Step> Held { get; } = [];
}

/// <param name="Process">Whose step; null for the world's own.</param>
/// <param name="Run">Goes on.</param>
/// <param name="What">For the history.</param>
internal readonly record struct Step(SimulatedProcess? Process, Action Run, string What);
