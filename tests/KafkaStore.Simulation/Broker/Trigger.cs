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

    private readonly Dictionary<int, ConsumedPartition> consumed = [];

    public async Task RunAsync()
    {
        for (long wait = 1; ; )
        {
            await simulation.World.Yield(host, "polls", wait);
            (List<KafkaRecord> batch, List<Fetched> taken) = Poll();
            if (taken.Count == 0 && simulation.IsCalm)
                return;
            wait = taken.Count == 0 ? Math.Min(wait * 2, 5000) : 1 + simulation.World.Random.Below(50);
            if (taken.Count == 0)
                continue;
            if (simulation.Mutation.CommitsEarly)
                await CommitAsync(taken);
            if (await DeliverAsync(batch))
                await CommitAsync(taken);
            else
                Rewind();
            if (simulation.Happens(simulation.Scenario.Rewinds))
                Rewind(); // a rebalance: from the committed offsets again
        }
    }

    private void Rewind()
    {
        foreach (ConsumedPartition partition in consumed.Values)
            partition.Forget();
    }

    private (List<KafkaRecord> Batch, List<Fetched> Taken) Poll()
    {
        var batch = new List<KafkaRecord>();
        var taken = new List<Fetched>();
        if (simulation.Log.Away)
            return (batch, taken);
        int partitions = simulation.Log.Topics[^1].Partitions.Count;
        foreach (int number in simulation.Log.AllPartitions.Select(partition => partition.Partition.Partition).Distinct().Order())
        {
            if (!consumed.TryGetValue(number, out ConsumedPartition? partition))
                consumed[number] = partition = new ConsumedPartition(simulation, number);
            int wanted = simulation.IsCalm ? CalmBatchSize : simulation.World.Random.Between(1, simulation.Scenario.BatchSize);
            bool passedOver = !simulation.IsCalm && partitions > 1 && simulation.World.Random.Chance(300);
            var name = new TopicPartition(SimulatedTopic.Name, number);
            long? committed = host.App.Committed.TryGetValue(name, out long offset) ? offset : null;
            if (passedOver || partition.Take(wanted, committed) is not { } fetched)
                continue;
            taken.Add(fetched);
            foreach (Record record in fetched.Records)
            {
                batch.Add(Received(name, record));
                if (simulation.Happens(simulation.Scenario.RepeatedRecords))
                    batch.Add(Received(name, record));
            }
        }

        Shuffle(batch);
        return (batch, taken);
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
            catch (Exception e) when (e is StorageException or BrokerUnavailableException or UnknownTopicException or IOException)
            {
                simulation.World.Note(host.Name, "  delivery failed: " + e.Message);
            }

            await simulation.World.Yield(host, "delivers again", simulation.World.Random.Between(1, 2000));
        }

        return false;
    }

    private async Task CommitAsync(List<Fetched> taken)
    {
        await simulation.World.Yield(host, "commits");
        foreach (Fetched fetched in taken)
        {
            if (simulation.World.History is not null)
            {
                simulation.World.Note(
                    host.Name,
                    $"  commits {fetched.Partition.Partition} {fetched.To} of {fetched.Partition.Topic.Number}"
                );
            }

            simulation.Checks.OffsetCommitted(fetched);
            if (!fetched.IsLate || simulation.World.Random.Chance(500))
                host.App.Committed[fetched.Partition.Partition] = fetched.To;
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
