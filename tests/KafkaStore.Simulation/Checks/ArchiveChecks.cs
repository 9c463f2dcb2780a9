using System.Text.Json;
using KafkaStore.Containers;
using KafkaStore.Storage.Local;

namespace KafkaStore.Simulation.Checks;

/// <summary>
/// At the moment an object is created it must continue its predecessor, hold exactly the log's records, end where the
/// policy says, and be byte for byte what an undisturbed run makes of these records.
/// </summary>
internal sealed class ArchiveChecks(Simulation simulation) : IStoreChecks
{
    private const string Exactly = "an object is byte for byte what the log, the policy and the codec make of it";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Name => "archive";

    public void Created(string name, byte[] content)
    {
        if (ArchiveName.TryParse(name, out ArchiveName archived))
            CheckObject(archived, content);
        else if (MarkerName.TryParseIdentity(name, out TopicGeneration generation, out _))
            simulation.TopicChecks.Noted(generation, content);
        else if (name.EndsWith("start.json"))
            CheckStart(JsonSerializer.Deserialize<StartMarker>(content, Json)!);
        else if (name.Contains("/lost/"))
            CheckLost(name);
    }

    public void Deleted(string name, byte[] content) => simulation.World.Fail("nothing in the archive is deleted", name);

    private void CheckStart(StartMarker marker)
    {
        foreach ((int number, long start) in marker.Partitions)
        {
            // Of a partition that the next topic alone has nothing is ever archived here.
            if (simulation.Log.Find(new TopicPartition(marker.Topic, number)) is not { } partition)
                continue;
            if (partition.Start is not null)
                simulation.World.Fail("a partition's start is fixed once", $"{partition.Partition} at {start}");
            partition.Start = start;
            // Of a topic that is gone nothing more is confirmed, wherever it began.
            if (partition.Topic != simulation.Log.Current)
                continue;
            if (start > (marker.OffsetReset == nameof(OffsetReset.Latest) ? partition.VisibleEnd : partition.LogStart))
                simulation.World.Fail("a partition starts at the first record", $"{partition.Partition} at {start}");
        }
    }

    private void CheckLost(string name)
    {
        foreach (SimulatedPartition partition in simulation.Log.AllPartitions)
        {
            if (partition.Name is not { } own || !MarkerName.TryParseLost(own, name, out OffsetRange range))
                continue;
            for (long offset = range.From; offset < range.To; offset++)
            {
                if (!partition.Has(offset) || partition[offset].Record is null)
                    continue;
                SimulatedPartition.Slot slot = partition[offset];
                slot.NotedLost = true;
                if (!MayBeLost(partition, offset, slot))
                    simulation.World.Fail("nothing is noted as lost that was not", $"offset {offset} of {own}");
            }
        }
    }

    // Of a topic that is gone all is lost that is neither archived nor staged under its name.
    private bool MayBeLost(SimulatedPartition partition, long offset, SimulatedPartition.Slot slot) =>
        !slot.Archived
        && (
            partition.Topic.IsFormer ? slot.Copies == 0 : offset < partition.LogStart && !slot.EverStaged && simulation.Scenario.Losses > 0
        );

    private void CheckObject(ArchiveName name, byte[] content)
    {
        simulation.ObjectsArchived++;
        if (simulation.Log.Find(name.Partition) is not { } partition)
        {
            simulation.World.Fail("an object is of a topic that was there", name.ToString());
            return;
        }

        if ((partition.ChainEnd ?? partition.Start) != name.BaseOffset)
        {
            simulation.World.Fail(
                "an object continues its predecessor",
                $"{name}, where the archive ends at {partition.ChainEnd ?? partition.Start}"
            );
            return;
        }

        if (ContainerHeader.TryParse(content, out string? problem) is not { } header || SegmentFacts.Parse(header) is not { } facts)
        {
            simulation.World.Fail(Exactly, $"{name} has no such header: {problem}");
            return;
        }

        List<EncodedRecord> records = Take(partition, name.BaseOffset, facts.NextOffset);
        CheckBoundary(partition, name, facts, records);
        if (!IsExpected(partition, name, header.Text(HeaderKeys.Codec), facts, records, content, out Sha256Hash chain))
        {
            simulation.World.Fail(
                Exactly,
                $"{name} to {facts.NextOffset} with {facts.Container.Records} records where the log has {records.Count}"
            );
        }

        partition.ChainEnd = facts.NextOffset;
        partition.LastChainHash = chain;
    }

    private static List<EncodedRecord> Take(SimulatedPartition partition, long from, long to)
    {
        var records = new List<EncodedRecord>();
        for (long offset = from; offset < to && offset < partition.VisibleEnd; offset++)
        {
            SimulatedPartition.Slot slot = partition[offset];
            if (slot.Record is null || slot.NotedLost)
                continue;
            records.Add(slot.Encoded);
            slot.Archived = true;
        }

        return records;
    }

    private void CheckBoundary(SimulatedPartition partition, ArchiveName name, SegmentFacts facts, List<EncodedRecord> records)
    {
        if (!simulation.Scenario.PoliciesEver.TryGetValue(facts.Policy, out SegmentPolicy? policy))
        {
            simulation.World.Fail("an object ends where the policy says", $"{name} names the policy {facts.Policy}");
            return;
        }

        var segment = default(OpenSegment);
        RollReason? ended = null;
        for (int i = 0; i < records.Count && ended is null; i++)
        {
            ended = segment.EndsBefore(records[i].Timestamp, policy)
                ? RollReason.Age
                : segment.Append(records[i].Timestamp, records[i].Bytes.Length, policy);
            if (ended is not null && (ended == RollReason.Age || i + 1 < records.Count))
                simulation.World.Fail("an object ends where the policy says", $"{name} goes on past its end ({ended})");
        }

        bool right = facts.Reason switch
        {
            RollReason.Age => ended is null
                && NextRecord(partition, facts.NextOffset) is { } next
                && segment.EndsBefore(next.Timestamp, policy),
            RollReason.Idle => ended is null && MayBeIdle(policy),
            RollReason.Requested => ended is null
                && (simulation.Scenario.Requests > 0 || simulation.IsCalm || partition.Topic.IsFormer || MayHaveBeenAway()),
            _ => ended == facts.Reason,
        };
        if (!right)
        {
            simulation.World.Fail(
                "an object ends where the policy says",
                $"{name} to {facts.NextOffset} says {facts.Reason} where it is {ended?.ToString() ?? "none"}"
            );
        }
    }

    // Nothing was accepted before the simulation began; the clock may have been set back a little since it was looked at.
    // A topic that the brokers have not had for a day is closed too.
    private bool MayHaveBeenAway() =>
        simulation.World.Clock.UnixMilliseconds - VirtualClock.Epoch >= TimeSpan.FromDays(1).TotalMilliseconds;

    private bool MayBeIdle(SegmentPolicy policy) =>
        simulation.Scenario.PolicyChanges
        || simulation.World.Clock.UnixMilliseconds - VirtualClock.Epoch + 60_000
            >= (policy.MaximumAge + simulation.Scenario.SafetyWindow).TotalMilliseconds;

    private static Record? NextRecord(SimulatedPartition partition, long from)
    {
        for (long offset = from; offset < partition.VisibleEnd; offset++)
        {
            if (partition[offset] is { Record: { } record, NotedLost: false })
                return record;
        }

        return null;
    }

    private bool IsExpected(
        SimulatedPartition partition,
        ArchiveName name,
        string? codecName,
        SegmentFacts claimed,
        List<EncodedRecord> records,
        byte[] content,
        out Sha256Hash chain
    )
    {
        chain = default;
        foreach (ContainerCodec codec in simulation.Scenario.CodecsEver)
        {
            if (codec.Name != codecName)
                continue;
            using var body = new ContainerBody(name, codec, new SpoolFile("/nowhere", int.MaxValue), 1);
            foreach (EncodedRecord record in records)
                body.AppendAsync(record).AsTask().GetAwaiter().GetResult();
            ContainerFacts container = body.CompleteAsync().GetAwaiter().GetResult();
            chain = ChainHash.Next(
                partition.LastChainHash ?? ChainHash.Origin(name),
                name.BaseOffset,
                container.NextOffset,
                container.Records,
                container.RecordsDigest
            );
            var facts = new SegmentFacts(container, claimed.Reason, claimed.Policy, chain);
            var expected = new ContainerContent(body, facts.ToMetadata());
            if (expected.Length == content.Length && SameBytes(expected, content))
                return true;
        }

        return false;
    }

    private static bool SameBytes(ContainerContent expected, byte[] content)
    {
        byte[] bytes = new byte[content.Length];
        using Stream stream = expected.Open();
        stream.ReadExactly(bytes);
        return bytes.AsSpan().SequenceEqual(content);
    }
}
