using System.Text;

namespace KafkaStore.Simulation;

/// <summary>Has partitions faulted and resumes them, the only one who may; knows which faults stand meanwhile.</summary>
internal sealed class Operator(Simulation simulation)
{
    /// <summary>Part of the message of every fault that there is a reason for.</summary>
    public const string Reason = "as the operator knows";

    private readonly Dictionary<TopicPartition, int> standing = [];
    private int faults;

    /// <summary>Tells a fault of the partition from any later one; null while none stands.</summary>
    public int? Standing(TopicPartition partition) => standing.TryGetValue(partition, out int fault) ? fault : null;

    public void Fault(TopicPartition partition)
    {
        string file =
            $$"""{"version":1,"topic":"{{partition.Topic}}","partition":{{partition.Partition}},"kind":"Conflict","message":"Faulted, {{Reason}}.","offset":{{faults}}}""";
        if (!simulation.Staging.Create(FaultName.Of(partition), Encoding.UTF8.GetBytes(file)))
            return;
        standing[partition] = faults++;
        simulation.World.Post(null, () => Resume(partition), "an operator resumes", simulation.World.Random.Between(1, 400_000));
    }

    public void ResumeAll()
    {
        foreach (TopicPartition partition in standing.Keys.ToArray())
            Resume(partition);
    }

    /// <summary>A fault's file was deleted, by the archiver.</summary>
    public void Cleared(TopicPartition partition, byte[] content)
    {
        // That another topic took its place is no fault of a former one.
        if (Encoding.UTF8.GetString(content).Contains(Reason) || simulation.Log.Find(partition)?.Topic.IsFormer != true)
            simulation.World.Fail("only an operator clears a fault", partition.ToString());
    }

    /// <summary>The staging location is gone, and the faults with it.</summary>
    public void Forget() => standing.Clear();

    private void Resume(TopicPartition partition)
    {
        if (!standing.Remove(partition))
            return;
        simulation.World.Note("operator", $"resumes {partition}");
        simulation.Staging.Delete(FaultName.Of(partition));
        foreach (App app in simulation.Apps)
        {
            // Or else the timer tells.
            if (simulation.World.Random.Chance(500))
                app.Signal(EntityIds.Of(partition), Operations.ClearFault, partition);
        }
    }
}
