namespace KafkaStore.Simulation;

/// <summary>What happens to the topic as a whole, to single partitions of it, and to everybody at once: time passes.</summary>
internal sealed class TopicTroubles(Simulation simulation)
{
    private const int Minute = 60_000;
    private const int Hour = 60 * Minute;

    private long createdAt;

    private TopicScenario Scenario => simulation.Scenario.Topics;

    private SimulatedRandom Random => simulation.World.Random;

    public void Happen()
    {
        if (simulation.Happens(Scenario.Waits))
            simulation.World.Clock.MoveTo(simulation.World.Clock.Now + Random.Below(2 * (int)Scenario.SettlingTime.TotalMilliseconds));
        if (simulation.Happens(Scenario.Nights))
            Night();
        if (simulation.Log.Current is null && simulation.World.Clock.Now >= createdAt)
            CreateAgain();
        else if (simulation.Happens(Scenario.Recreations) && MayBeRecreated())
            Delete();
        if (simulation.Happens(Scenario.Sicknesses))
            Sicken();
    }

    public void HealAll()
    {
        foreach (SimulatedPartition partition in simulation.Log.AllPartitions)
            partition.Sickness = null;
    }

    // Before the first generation is noted nothing can tell.
    private bool MayBeRecreated() =>
        simulation.Log.Current is not null
        && simulation.Archive.Find(MarkerName.Identity(TopicGeneration.First(SimulatedTopic.Name))) is not null;

    private void Delete()
    {
        simulation.Faults++;
        simulation.World.Note("trouble", $"topic {simulation.Log.Current!.Number} is deleted");
        simulation.Log.Delete();
        int absent =
            Random.Chance(600) ? Random.Between(1, 2000)
            : Random.Chance(700) ? Random.Between(1, 20 * Minute)
            : 30 * Hour;
        createdAt = simulation.World.Clock.Now + absent;
    }

    private void CreateAgain()
    {
        simulation.Producer.BeginAgain();
        simulation.World.Note("trouble", $"it is topic {simulation.Log.Current!.Number} now");
    }

    // What hosts had in memory is gone with them.
    private void Night()
    {
        simulation.Faults++;
        foreach (Host host in simulation.Apps.SelectMany(app => app.Hosts).Where(host => !host.Dead).ToArray())
            host.Kill();
        int hours = Random.Between(1, 30);
        simulation.World.Note("trouble", $"all hosts are down for {hours} hours");
        simulation.World.Clock.MoveTo(simulation.World.Clock.Now + ((long)hours * Hour));
        foreach (App app in simulation.Apps)
            app.StartHost();
    }

    private void Sicken()
    {
        // What is delivered of one that has no start yet waits until the brokers can be asked for it.
        SimulatedPartition[] begun = [.. simulation.Log.AllPartitions.Where(each => each.Start is not null)];
        if (begun.Length == 0)
            return;
        SimulatedPartition partition = Random.Pick(begun);
        partition.Sickness = (Sickness)Random.Below(4);
        partition.DamagedAt = partition.LogStart + Random.Below((int)(partition.LogEnd - partition.LogStart) + 1);
        simulation.Faults++;
        simulation.World.Note("trouble", $"{partition.Partition} of topic {partition.Topic.Number} is {partition.Sickness}");
        if (Random.Chance(700))
            simulation.World.Post(null, () => partition.Sickness = null, "a partition heals", Random.Between(1, 10 * Minute));
    }
}
