namespace KafkaStore.Simulation.Platform;

/// <summary>
/// Something that the platform has one of an app's hosts do, at least once: when the host dies or stands still, another is
/// told, and the first may still finish.
/// </summary>
internal sealed class Work(Simulation simulation, App app, string what, Func<Host, Work, Task> run, Action? givenUp = null)
{
    public bool GivenUp { get; private set; }

    public void Dispatch(long delay = 0) => simulation.World.Post(null, Assign, what, delay);

    public void GiveUp()
    {
        GivenUp = true;
        if (givenUp is not null)
            givenUp();
        else if (!simulation.Happens(simulation.Scenario.WorkLost))
            new Work(simulation, app, what, run).Dispatch(simulation.World.Random.Between(1, 5000));
    }

    private void Assign()
    {
        if (app.PickHost() is not { } host)
        {
            app.Unassigned.Add(this); // no host is up: the next one takes it
            return;
        }

        if (givenUp is null && simulation.Happens(simulation.Scenario.WorkRepeated))
        {
            new Work(simulation, app, what, run).Dispatch(
                simulation.World.Random.Chance(500) ? 0 : simulation.World.Random.Between(1, 20_000)
            );
        }

        host.InFlight.Add(this);
        simulation.World.Start(() => RunAsync(host));
    }

    private async Task RunAsync(Host host)
    {
        await simulation.World.Yield(host, what);
        await run(host, this);
        host.InFlight.Remove(this);
    }
}
