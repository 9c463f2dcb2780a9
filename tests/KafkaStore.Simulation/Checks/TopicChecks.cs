using System.Text.Json;

namespace KafkaStore.Simulation.Checks;

/// <summary>
/// Which incarnation each generation is, as the archive's markers say it; in the end no former one has anything staged, and
/// nothing is kept aside that the archive has, or that could be told.
/// </summary>
internal sealed class TopicChecks(Simulation simulation)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public void Noted(TopicGeneration generation, byte[] content)
    {
        IdentityMarker marker = JsonSerializer.Deserialize<IdentityMarker>(content, Json)!;
        SimulatedTopic? topic = simulation.Log.Topics.Find(each => each.Id.Id.ToString() == marker.TopicId);
        if (topic is null || (topic.Generation is { } other && other != generation))
        {
            simulation.World.Fail("a generation is one topic", $"{generation} is {marker.TopicId}");
            return;
        }

        if (generation.Number == 0)
            return;
        var former = new TopicGeneration(generation.Topic, generation.Number - 1);
        if (simulation.Log.Find(former) is not { } before || before.Number >= topic.Number)
            simulation.World.Fail("a generation follows the one before it", generation.ToString());
        else
            before.Replaced(marker.FormerSeenAt);
        topic.Noted(generation);
    }

    /// <summary>What is not as it should be in the end; null when all is.</summary>
    public string? FirstUnsettled()
    {
        foreach (SimulatedTopic topic in simulation.Log.Topics)
        {
            if (topic == simulation.Log.Current && topic.Generation is null)
                return $"topic {topic.Number} is no generation";
            foreach (SimulatedPartition partition in topic.Partitions.Values)
            {
                if (topic.IsFormer && FirstStaged(partition) is { } offset)
                    return $"offset {offset} of {partition.Name} is staged, and the topic is gone";
            }
        }

        return simulation.StagingChecks.FirstLeft();
    }

    private static long? FirstStaged(SimulatedPartition partition)
    {
        for (long offset = partition.FirstOffset; offset < partition.LogEnd; offset++)
        {
            if (partition[offset].Copies > 0)
                return offset;
        }

        return null;
    }
}
