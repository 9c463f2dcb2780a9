using Microsoft.Azure.Functions.Worker;

namespace KafkaStore.Simulation.Broker;

/// <summary>
/// The Kafka trigger of one host. It reads on from the committed offsets, delivers a batch until the function returns, and
/// commits only then. What the platform really does is worse than any one consumer: hosts overlap, positions go back, and a
/// batch's runs come out of order.
/// </summary>
internal sealed class Trigger(Simulation simulation, Host host)
{
    private const int MostTries = 3;
    private const int CalmBatchSize = 100;

    private readonly Dictionary<TopicPartition, long> positions = [];

    public async Task RunAsync()
    {
        for (long wait = 1; ; )
        {
            await simulation.World.Yield(host, "polls", wait);
            (List<KafkaRecord> batch, Dictionary<TopicPartition, long> ends) = Poll();
            if (ends.Count == 0 && simulation.IsCalm)
                return;
            wait = ends.Count == 0 ? Math.Min(wait * 2, 5000) : 1 + simulation.World.Random.Below(50);
            if (ends.Count == 0)
                continue;
            if (simulation.Mutation.CommitsEarly)
                await CommitAsync(ends);
            if (await DeliverAsync(batch))
                await CommitAsync(ends);
            else
                positions.Clear();
            if (simulation.Happens(simulation.Scenario.Rewinds))
                positions.Clear(); // a rebalance: from the committed offsets again
        }
    }

    private (List<KafkaRecord> Batch, Dictionary<TopicPartition, long> Ends) Poll()
    {
        var batch = new List<KafkaRecord>();
        var ends = new Dictionary<TopicPartition, long>();
        if (simulation.Log.Away)
            return (batch, ends);
        foreach (SimulatedPartition partition in simulation.Log.Partitions.Values)
        {
            if (!positions.TryGetValue(partition.Partition, out long position))
                position = host.App.Committed.GetValueOrDefault(partition.Partition, partition.FirstOffset);
            int wanted = simulation.IsCalm ? CalmBatchSize : simulation.World.Random.Between(1, simulation.Scenario.BatchSize);
            bool passedOver = !simulation.IsCalm && simulation.Log.Partitions.Count > 1 && simulation.World.Random.Chance(300);
            long end = position;
            for (int i = 0; i < wanted && !passedOver && partition.NextVisible(end) is { } record; i++)
            {
                end = record.Offset + 1;
                batch.Add(Received(partition.Partition, record));
                if (simulation.Happens(simulation.Scenario.RepeatedRecords))
                    batch.Add(Received(partition.Partition, record));
            }

            if (end > position)
                ends[partition.Partition] = end;
            positions[partition.Partition] = end;
        }

        Shuffle(batch);
        return (batch, ends);
    }

    private void Shuffle(List<KafkaRecord> batch)
    {
        if (!simulation.Happens(simulation.Scenario.Shuffled))
            return;
        for (int i = batch.Count - 1; i > 0; i--)
        {
            int other = simulation.World.Random.Below(i + 1);
            (batch[i], batch[other]) = (batch[other], batch[i]);
        }
    }

    private async Task<bool> DeliverAsync(List<KafkaRecord> batch)
    {
        simulation.Deliveries++;
        for (int tries = 0; tries < MostTries || simulation.IsCalm; tries++)
        {
            try
            {
                if (simulation.World.History is not null)
                {
                    simulation.World.Note(
                        host.Name,
                        "  delivers " + string.Join(' ', batch.Select(record => $"{record.Partition}:{record.Offset}"))
                    );
                }

                await host.AppendBatch.RunAsync([.. batch], host.Client, default);
                return true;
            }
            catch (Exception e) when (e is StorageException or BrokerUnavailableException or IOException)
            {
                simulation.World.Note(host.Name, "  delivery failed: " + e.Message);
            }

            await simulation.World.Yield(host, "delivers again", simulation.World.Random.Between(1, 2000));
        }

        return false;
    }

    private async Task CommitAsync(Dictionary<TopicPartition, long> ends)
    {
        await simulation.World.Yield(host, "commits");
        foreach ((TopicPartition partition, long end) in ends)
        {
            if (simulation.World.History is not null)
                simulation.World.Note(host.Name, $"  commits {partition} {end}");
            simulation.Checks.OffsetCommitted(partition, end);
            host.App.Committed[partition] = end;
        }
    }

    private static KafkaRecord Received(TopicPartition partition, Record record) =>
        new()
        {
            Topic = partition.Topic,
            Partition = partition.Partition,
            Offset = record.Offset,
            Timestamp = new KafkaTimestamp { UnixTimestampMs = record.Timestamp },
            Key = record.Key?.ToArray()!,
            Value = record.Value?.ToArray()!,
            Headers = [],
        };
}
