namespace KafkaStore.Simulation;

/// <summary>What a seed does to the topic as a whole, and to single partitions of it.</summary>
internal sealed class TopicScenario
{
    public TopicScenario(SimulatedRandom random)
    {
        HasIds = random.Chance(600);
        Sicknesses = random.Chance(150) ? random.Between(1, 20) : 0;
        if (!HasIds)
            return;
        Shape =
            random.Chance(650) ? HostShape.Functions
            : random.Chance(500) ? HostShape.Alone
            : HostShape.Shared;
        SettlingTime = TimeSpan.FromSeconds(
            Shape == HostShape.Alone ? random.Between(1, 10)
            : random.Chance(500) ? 60
            : random.Between(5, 60)
        );
        SkewMilliseconds = random.Chance(300) ? random.Between(1, (int)SettlingTime.TotalMilliseconds / 8) : 0;
        Lagging = random.Chance(600) ? random.Between(100, 900) : 0;
        LagMilliseconds = (int)SettlingTime.TotalMilliseconds - (2 * SkewMilliseconds) - 1;
        ZeroIds = random.Chance(200) ? random.Between(1, 200) : 0;
        Waits = random.Chance(700) ? random.Between(5, 60) : 0;
        Recreations = random.Chance(750) ? random.Between(1, 25) : 0;
        Nights = random.Chance(150) ? random.Between(1, 10) : 0;
        LateAgain = random.Chance(500) ? random.Between(10, 200) : 0;
        AbsentAtTheEnd = random.Chance(80);
        Slow = Shape == HostShape.Functions ? 0 : random.Between(0, 950);
    }

    public HostShape Shape { get; }

    /// <summary>The brokers give topics ids; older ones do not.</summary>
    public bool HasIds { get; }

    public TimeSpan SettlingTime { get; } = TimeSpan.FromSeconds(60);

    /// <summary>No clock of a process differs by more from the brokers'.</summary>
    public int SkewMilliseconds { get; }

    /// <summary>Answers of brokers that lag behind.</summary>
    public int Lagging { get; }

    /// <summary>By no more than that, which with the difference of clocks is what the settling time outlasts.</summary>
    public int LagMilliseconds { get; }

    /// <summary>Answers without an id, of brokers that have none yet.</summary>
    public int ZeroIds { get; }

    /// <summary>Time passes, up to two settling times.</summary>
    public int Waits { get; }

    /// <summary>The topic is deleted, and created again sooner or later.</summary>
    public int Recreations { get; }

    /// <summary>All hosts are down for hours, a day and more at times.</summary>
    public int Nights { get; }

    /// <summary>A batch that was delivered before is so again, whatever became of its topic.</summary>
    public int LateAgain { get; }

    /// <summary>A local host takes nothing of a partition that its client has queued, this time.</summary>
    public int Slow { get; }

    /// <summary>A deleted topic is never made again.</summary>
    public bool AbsentAtTheEnd { get; }

    /// <summary>A partition is unknown, leaderless, silent or damaged for a while.</summary>
    public int Sicknesses { get; }
}
