namespace KafkaStore.Simulation;

/// <summary>Writes the log: at once or bit by bit, with transactions, gaps, and records of all kinds.</summary>
internal sealed class Producer(Simulation simulation)
{
    private readonly Dictionary<TopicPartition, int> left = [];
    private long time = VirtualClock.Epoch;

    private SimulatedRandom Random => simulation.World.Random;

    private Scenario Scenario => simulation.Scenario;

    public void Begin()
    {
        int now = Scenario.PartitionComesLater ? Scenario.Partitions - 1 : Scenario.Partitions;
        for (int i = 0; i < now; i++)
            Add(i);
        if (Scenario.PartitionComesLater)
            simulation.World.Post(null, () => Add(Scenario.Partitions - 1), "a partition is added", Random.Between(10, 5000));
        foreach (TopicPartition partition in left.Keys.ToArray())
        {
            int count = Scenario.ProduceLater ? Random.Below(left[partition] + 1) : left[partition];
            while (count-- > 0)
                Produce(partition);
        }

        simulation.World.Post(null, ProduceSome, "producer", 5);
    }

    /// <summary>Whatever is left is written, and no transaction stays open.</summary>
    public void End()
    {
        if (Scenario.PartitionComesLater && simulation.Log.Partitions.Count < Scenario.Partitions)
            Add(Scenario.Partitions - 1);
        foreach (TopicPartition partition in left.Keys.ToArray())
        {
            while (left[partition] > 0)
                Produce(partition);
            simulation.Log.Partitions[partition].EndTransaction(commit: Random.Chance(500));
        }
    }

    private void Add(int number)
    {
        var partition = new TopicPartition("t", number);
        if (simulation.Log.Partitions.ContainsKey(partition))
            return;
        simulation.Log.Partitions[partition] = new SimulatedPartition(partition, Scenario.FirstOffset);
        left[partition] = Scenario.RecordsEach;
    }

    private void ProduceSome()
    {
        if (simulation.IsCalm)
            return;
        foreach (TopicPartition partition in left.Keys.ToArray())
        {
            for (int count = Random.Below(6); count > 0 && left[partition] > 0; count--)
                Produce(partition);
        }

        if (left.Values.Any(count => count > 0) || simulation.Log.Partitions.Values.Any(partition => partition.OpenTransaction is not null))
            simulation.World.Post(null, ProduceSome, "producer", Random.Between(1, 300));
    }

    private void Produce(TopicPartition name)
    {
        SimulatedPartition partition = simulation.Log.Partitions[name];
        left[name]--;
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
        partition.Append(timestamp, Random.Chance(500) ? null : [(byte)Random.Below(256)], value);
    }
}
