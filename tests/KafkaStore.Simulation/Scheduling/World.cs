namespace KafkaStore.Simulation.Scheduling;

/// <summary>
/// The scheduler of one simulation, on one thread: picks the next step at random among those that can run, moves the clock,
/// and stops at the first broken invariant. Everything that happens is a function of the seed.
/// </summary>
internal sealed class World(ulong seed, bool recordHistory)
{
    private const int MovesTimePerMille = 60;

    private readonly List<Step> ready = [];
    private readonly PriorityQueue<Step, (long Due, long Order)> later = new();
    private long order;

    public SimulatedRandom Random { get; } = new(seed);

    public VirtualClock Clock { get; } = new();

    public List<string>? History { get; } = recordHistory ? [] : null;

    public int Steps { get; private set; }

    /// <summary>The first broken invariant.</summary>
    public string? Failure { get; private set; }

    public bool Failed => Failure is not null;

    public bool HasStepsUntil(long time) => ready.Count > 0 || (later.TryPeek(out _, out (long Due, long) next) && next.Due <= time);

    public void Fail(string invariant, string detail)
    {
        Note("invariant", invariant + ": " + detail);
        Failure ??= invariant + ": " + detail;
    }

    public YieldPoint Yield(SimulatedProcess? process, string what, long delay = 0) => new(this, process, what, delay);

    public void Post(SimulatedProcess? process, Action run, string what, long delay = 0)
    {
        if (process is { Dead: true })
            return;
        var step = new Step(process, run, what);
        if (delay > 0)
            later.Enqueue(step, (Clock.Now + delay, order++));
        else
            ready.Add(step);
    }

    /// <summary>Starts something asynchronous; what it throws at the end is a bug of the simulation or of the product.</summary>
    public async void Start(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception e)
        {
            Fail("nothing unexpected is thrown", e.ToString());
        }
    }

    public void Note(string who, string what) => History?.Add($"{Steps, 5} {Clock.Now, 9} ms  {who, -10} {what}");

    /// <summary>One step; false when there is nothing left to do, or an invariant is broken.</summary>
    public bool RunOne()
    {
        if (Failed)
            return false;
        if (ready.Count == 0 || Random.Chance(MovesTimePerMille))
            MoveTime();
        else
            Clock.MoveTo(Clock.Now + Random.Below(3));
        ReleaseDue();
        if (ready.Count == 0)
            return later.Count > 0;
        int index = Random.Below(ready.Count);
        Step step = ready[index];
        ready[index] = ready[^1];
        ready.RemoveAt(ready.Count - 1);
        if (step.Process is { Dead: true })
            return true;
        if (step.Process is { HeldUntil: > 0 } held)
        {
            held.Held.Add(step);
            return true;
        }

        Steps++;
        if (History is not null)
            Note(step.Process?.Name ?? "world", step.What);
        step.Run();
        return !Failed;
    }

    private void MoveTime()
    {
        if (later.TryPeek(out _, out (long Due, long) next))
            Clock.MoveTo(next.Due);
    }

    private void ReleaseDue()
    {
        while (later.TryPeek(out _, out (long Due, long) next) && next.Due <= Clock.Now)
        {
            Step step = later.Dequeue();
            if (step.Process is not { Dead: true })
                ready.Add(step);
        }
    }
}
