namespace KafkaStore.Simulation;

/// <summary>Writes the log: at once or bit by bit, with transactions, gaps, and records of all kinds.</summary>
internal sealed class Producer(Simulation simulation)
{
    private readonly Dictionary<SimulatedPartition, int> left = [];
    private long time = VirtualClock.Epoch;

    private SimulatedRandom Random => simulation.World.Random;

    private Scenario Scenario => simulation.Scenario;

    public void Begin()
    {
        SimulatedTopic topic = simulation.Log.Create();
        int now = Scenario.PartitionComesLater ? Scenario.Partitions - 1 : Scenario.Partitions;
        for (int i = 0; i < now; i++)
            Add(topic, i);
        if (Scenario.PartitionComesLater)
            simulation.World.Post(null, () => Add(topic, Scenario.Partitions - 1), "a partition is added", Random.Between(10, 5000));
        ProduceFirst();
        simulation.World.Post(null, ProduceSome, "producer", 5);
    }

    /// <summary>The topic is created again, with fewer partitions or as many, and records of its own.</summary>
    public void BeginAgain()
    {
        SimulatedTopic topic = simulation.Log.Create();
        int partitions = Random.Chance(800) ? Scenario.Partitions : Random.Between(1, Scenario.Partitions);
        for (int i = 0; i < partitions; i++)
            Add(topic, i);
        ProduceFirst();
        if (!simulation.IsCalm)
            simulation.World.Post(null, ProduceSome, "producer", Random.Between(1, 300));
    }

    /// <summary>Whatever is left is written, and no transaction stays open.</summary>
    public void End()
    {
        if (simulation.Log.Current is not { } topic)
            return;
        if (Scenario.PartitionComesLater && topic.Number == 0)
            Add(topic, Scenario.Partitions - 1);
        foreach (SimulatedPartition partition in topic.Partitions.Values)
        {
            while (left[partition] > 0)
                Produce(partition);
            partition.EndTransaction(commit: Random.Chance(500));
        }
    }

    private void ProduceFirst()
    {
        foreach (SimulatedPartition partition in simulation.Log.Current!.Partitions.Values)
        {
            int count = Scenario.ProduceLater ? Random.Below(left[partition] + 1) : left[partition];
            while (count-- > 0)
                Produce(partition);
        }
    }

    private void Add(SimulatedTopic topic, int number)
    {
        if (topic.Partitions.ContainsKey(number))
            return;
        left[topic.Add(number, topic.Number == 0 ? Scenario.FirstOffset : 0)] =
            topic.Number == 0 ? Scenario.RecordsEach : Random.Between(0, 2 * Scenario.RecordsEach);
    }

    private void ProduceSome()
    {
        if (simulation.IsCalm || simulation.Log.Current is not { } topic)
            return;
        foreach (SimulatedPartition partition in topic.Partitions.Values)
        {
            for (int count = Random.Below(6); count > 0 && left[partition] > 0; count--)
                Produce(partition);
        }

        if (topic.Partitions.Values.Any(partition => left[partition] > 0 || partition.OpenTransaction is not null))
            simulation.World.Post(null, ProduceSome, "producer", Random.Between(1, 300));
    }

    private void Produce(SimulatedPartition partition)
    {
        left[partition]--;
        if (Random.Chance(Scenario.Transactions))
        {
            if (partition.OpenTransaction is null)
                partition.BeginTransaction();
            else
                partition.EndTransaction(commit: Random.Chance(600));
        }

        if (Random.Chance(Scenario.Gaps))
        {
            for (int count = Random.Between(1, 3); count > 0; count--)
                partition.Skip();
        }

        time = Math.Max(time + Random.Below(20), simulation.World.Clock.UnixMilliseconds - 50);
        long timestamp = Random.Chance(Scenario.NoTimestamps) ? -1 : time - Random.Below(30);
        int size = Random.Chance(Scenario.LargeRecords) ? Random.Between(100, 900) : Random.Below(40);
        byte[]? value = Random.Chance(50) ? null : new byte[size];
        if (value is not null)
            Array.Fill(value, (byte)Random.Below(256));
        byte[]? key = Random.Chance(500) ? null : [(byte)Random.Below(256)];
        partition.Append(timestamp, Scenario.Topics.HasIds ? [(byte)partition.Topic.Number, .. key ?? []] : key, value); // no two topics' are alike
    }
}
