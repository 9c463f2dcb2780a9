using KafkaStore.Staging;
using KafkaStore.Staging.Trust;

namespace KafkaStore.Simulation.Adversaries;

/// <summary>
/// Somebody who may write to staging, knows the format, what is staged and what the brokers have, and has no key: changes and drops
/// records, stages ahead of the log and over the archive, puts back what was there before, under its own name and others.
/// </summary>
internal sealed class Adversary
{
    private const int MostRecords = 8;
    private const int MostRemembered = 50;
    private const int FarAhead = 1_000_000;

    private readonly Simulation simulation;
    private readonly SimulatedRandom random;
    private readonly StagingKeys keys;
    private readonly int perMille;
    private readonly List<(string Name, byte[] Bytes)> remembered = [];

    /// <param name="random">Of its own: what else happens to a seed does not depend on it.</param>
    public Adversary(Simulation simulation, SimulatedRandom random)
    {
        this.simulation = simulation;
        this.random = random;
        perMille = random.Between(5, 150);
        var other = StagingKeys.Parse([Convert.ToBase64String(new byte[StagingKeys.LeastBytes])]);
        keys =
            simulation.Mutation.TakesAnyCode ? simulation.Keys
            : random.Chance(500) ? other
            : StagingKeys.None;
    }

    public void Happen()
    {
        if (!random.Chance(perMille))
            return;
        SimulatedPartition[] partitions = [.. simulation.Log.AllPartitions.Where(partition => partition.Name is not null)];
        if (partitions.Length == 0)
            return;
        SimulatedPartition partition = random.Pick(partitions);
        switch (random.Below(8))
        {
            case 0:
                Stage(partition, Near(partition.StagedEnd));
                break;
            case 1:
                Stage(partition, Near(partition.ArchivedEnd));
                break;
            case 2:
                Stage(partition, random.Chance(500) ? partition.LogEnd : partition.LogEnd + random.Between(1, FarAhead));
                break;
            case 3:
                Prove(partition);
                break;
            case 4:
                Replace(partition);
                break;
            case 5:
                Rename();
                break;
            case 6:
                Remember();
                break;
            default:
                Replay();
                break;
        }
    }

    // Destroys what staging alone has, which the broker then must have.
    private bool MayDestroy => simulation.Scenario.Topics.Recreations == 0;

    private long Near(long offset) => Math.Max(0, offset - MostRecords + random.Below(2 * MostRecords));

    private void Stage(SimulatedPartition partition, long from)
    {
        int count = random.Between(1, MostRecords);
        bool dense = random.Chance(600);
        var records = new List<EncodedRecord>();
        for (long offset = from; records.Count < count; offset += dense ? 1 : random.Between(1, 3))
            records.Add(Forged(partition, offset));
        Put("forges", Chunk(area => area.StageAsync(partition.Name!.Value, records, Sometime(), default)));
    }

    private void Prove(SimulatedPartition partition)
    {
        long from = Near(random.Chance(500) ? partition.StagedEnd : partition.ArchivedEnd);
        OffsetRange[] empty = [new(from, from + random.Between(1, 2 * MostRecords))];
        Put("proves", Chunk(area => area.StageProofAsync(partition.Name!.Value, empty, Sometime(), default)));
    }

    // The same offsets with other records, in place of the chunk that has them.
    private void Replace(SimulatedPartition partition)
    {
        if (!MayDestroy || PickChunk(partition.Name!.Value) is not { IsProof: false } chunk)
            return;
        string name = chunk.ToString();
        simulation.StagingChecks.Damaged(name);
        simulation.Staging.Delete(name);
        EncodedRecord[] records =
        [
            .. Enumerable.Range(0, (int)Math.Min(chunk.Range.Length, MostRecords)).Select(i => Forged(partition, chunk.First + i)),
        ];
        Put($"replaces {name} by", Chunk(area => area.StageAsync(chunk.Partition, records, Sometime(), default)));
    }

    // Sound and signed, and not what its name says: of another partition, another generation, other offsets.
    private void Rename()
    {
        if (PickChunk(null) is not { } chunk)
            return;
        ChunkName other = random.Below(3) switch
        {
            0 => chunk with { Partition = chunk.Partition with { Partition = chunk.Partition.Partition + random.Below(2) + 1 } },
            1 => chunk with
            {
                Partition = chunk.Partition with { Topic = new TopicGeneration(SimulatedTopic.Name, random.Below(3)).ToString() },
            },
            _ => chunk with { First = chunk.First + 1, Last = chunk.Last + 1 },
        };
        if (other != chunk)
            Put("renames to", (other.ToString(), [.. simulation.Staging.Read(chunk.ToString(), 0, null)!.Value]));
    }

    private void Remember()
    {
        if (PickChunk(null) is not { } chunk || remembered.Count >= MostRemembered)
            return;
        string name = chunk.ToString();
        if (simulation.StagingChecks.IsSound(name))
            remembered.Add((name, [.. simulation.Staging.Read(name, 0, null)!.Value]));
    }

    // It is the archiver's own, and was true.
    private void Replay()
    {
        if (remembered.Count == 0)
            return;
        (string name, byte[] bytes) = random.Pick(remembered);
        if (Put("puts back", (name, bytes)))
            simulation.StagingChecks.Created(name, bytes);
    }

    private ChunkName? PickChunk(TopicPartition? of)
    {
        ChunkName[] chunks =
        [
            .. simulation
                .Staging.Names.Select(name => ChunkName.TryParse(name, out ChunkName chunk) ? chunk : default(ChunkName?))
                .OfType<ChunkName>()
                .Where(chunk => of is null || chunk.Partition == of),
        ];
        return chunks.Length == 0 ? null : random.Pick(chunks);
    }

    private static EncodedRecord Forged(SimulatedPartition partition, long offset)
    {
        byte[]? key = partition.Has(offset) ? partition[offset].Record?.Key?.ToArray() : null;
        return RecordEncoding.Encode(new Record(offset, offset, key, "forged"u8.ToArray(), []));
    }

    private DateTimeOffset Sometime() =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            Math.Max(0, simulation.World.Clock.GetUtcNow().ToUnixTimeMilliseconds() + random.Between(-600_000, 600_000))
        );

    private (string Name, byte[] Bytes) Chunk(Func<StagingArea, Task> stage)
    {
        var captured = new CapturedChunks();
        stage(new StagingArea(captured, keys)).GetAwaiter().GetResult();
        return captured.Created[0];
    }

    private bool Put(string what, (string Name, byte[] Bytes) chunk)
    {
        if (!simulation.Staging.Create(chunk.Name, chunk.Bytes))
            return false;
        simulation.Attacks++;
        simulation.World.Note("adversary", $"{what} {chunk.Name}");
        return true;
    }
}
