using System.Text;

namespace KafkaStore.Simulation;

/// <summary>What goes wrong between two steps, as often as the scenario says.</summary>
internal sealed class Troubles(Simulation simulation)
{
    private Scenario Scenario => simulation.Scenario;

    public void Happen()
    {
        if (simulation.Happens(Scenario.Crashes) && Pick() is { } victim)
        {
            simulation.Crashes++;
            victim.Kill();
            simulation.World.Post(null, () => Restart(victim.App), "a host starts", simulation.World.Random.Between(1, 3000));
        }

        if (simulation.Happens(Scenario.Holds) && Pick() is { } held)
        {
            simulation.Faults++;
            held.Hold(simulation.World.Random.Between(1, simulation.World.Random.Chance(500) ? 500 : 700_000));
            simulation.World.Post(null, () => Restart(held.App), "a host starts", simulation.World.Random.Between(1, 3000));
        }

        if (simulation.Happens(Scenario.Outages))
            BeginOutage();
        if (simulation.Happens(Scenario.ClockJumps))
            JumpClock();
        if (simulation.Happens(Scenario.StateDeleted))
        {
            Said(
                "entity state is deleted",
                () => PickApp().SetState(PickPartition().Name!.Value, simulation.World.Random.Chance(300) ? "{\"Partition\":7" : null)
            );
        }

        if (simulation.Happens(Scenario.Requests))
            Request();
        if (simulation.Happens(Scenario.PartitionFaults))
        {
            TopicPartition faulted = PickPartition().Name!.Value;
            Said($"{faulted} is faulted", () => simulation.Operator.Fault(faulted));
        }

        if (simulation.Happens(Scenario.RetentionMoves))
            MoveLogStart();
        if (simulation.Happens(Scenario.ChunksDamaged))
            DamageChunk();
        if (simulation.Happens(Scenario.StagingDeleted))
            DeleteStaging();
        if (simulation.Happens(Scenario.Losses))
            LoseRecords();
    }

    private Host? Pick() => PickApp().PickHost();

    private App PickApp() => simulation.World.Random.Pick(simulation.Apps);

    // Of those that the archive has a name for.
    private SimulatedPartition PickPartition() =>
        simulation.World.Random.Pick(simulation.Log.AllPartitions.Where(partition => partition.Name is not null).ToArray());

    private void Restart(App app)
    {
        if (!simulation.IsCalm)
            app.EnsureHosts();
    }

    private void BeginOutage() =>
        Said(
            "the broker goes away",
            () =>
            {
                simulation.Log.Away = true;
                simulation.World.Post(
                    null,
                    () => simulation.Log.Away = false,
                    "the broker comes back",
                    simulation.World.Random.Between(10, 30_000)
                );
            }
        );

    private void JumpClock() =>
        Said(
            "the clock jumps",
            () =>
                simulation.World.Clock.Jump(
                    simulation.World.Random.Chance(300)
                        ? -simulation.World.Random.Between(1, 3000)
                        : simulation.World.Random.Between(1, simulation.World.Random.Chance(500) ? 1000 : 4 * 3_600_000)
                )
        );

    private void Request() =>
        Said(
            "somebody asks",
            () =>
            {
                TopicPartition partition = PickPartition().Name!.Value;
                switch (simulation.World.Random.Below(4))
                {
                    case 0:
                        PickApp().Signal(EntityIds.Of(partition), Operations.Close, partition);
                        break;
                    case 1:
                        PickApp().Signal(EntityIds.Of(partition), Operations.Seal, partition);
                        break;
                    case 2:
                        PickApp().Signal(EntityIds.Of(partition), Operations.ClearFault, partition);
                        break;
                    default:
                        PickApp().Tick();
                        break;
                }
            }
        );

    // Never past what was accepted; nor, where accepted records may vanish from staging, past what is archived.
    private void MoveLogStart()
    {
        SimulatedPartition partition = PickPartition();
        long limit =
            Scenario.StagingIsUnreliable ? partition.ArchivedEnd
            : partition.Topic.Number == 0 ? partition.CommittedHigh
            : partition.StagedEnd;
        if (limit <= partition.LogStart)
            return;
        partition.MoveStart(partition.LogStart + 1 + simulation.World.Random.Below((int)(limit - partition.LogStart)));
        Said($"log start of {partition.Partition} moves to {partition.LogStart}", () => { });
    }

    // While nothing is in flight anywhere: what was not accepted by then is gone, and has to be noted as lost.
    private void LoseRecords()
    {
        foreach (Host host in simulation.Apps.SelectMany(app => app.Hosts).Where(host => !host.Dead).ToArray())
            host.Kill();
        foreach (App app in simulation.Apps)
            simulation.World.Post(null, () => Restart(app), "a host starts", simulation.World.Random.Between(1, 3000));
        SimulatedPartition partition = PickPartition();
        if (partition.VisibleEnd > partition.LogStart)
            partition.MoveStart(partition.LogStart + 1 + simulation.World.Random.Below((int)(partition.VisibleEnd - partition.LogStart)));
        Said($"all hosts are down while log start of {partition.Partition} moves to {partition.LogStart}", () => { });
    }

    private void DamageChunk()
    {
        string[] names = [.. simulation.Staging.Names.Where(name => ChunkName.TryParse(name, out _))];
        if (names.Length == 0)
            return;
        string name = simulation.World.Random.Pick(names);
        byte[] bytes = simulation.Staging.Read(name, 0, null)!.Value.ToArray();
        if (bytes.Length == 0)
            return; // truncated to nothing before
        int sound = ChunkCode.LengthWithout(bytes);
        if (simulation.World.Random.Chance(300))
            bytes = bytes[..ChunkCode.At(bytes, simulation.World.Random.Below(sound))];
        else if (!(simulation.World.Random.Chance(300) && DamageHeader(bytes)))
            bytes[ChunkCode.At(bytes, simulation.World.Random.Below(sound))] ^= (byte)simulation.World.Random.Between(1, 255);
        Said(
            $"{name} is damaged",
            () =>
            {
                simulation.StagingChecks.Damaged(name);
                simulation.Staging.Damage(name, bytes);
            }
        );
    }

    // A random byte seldom hits what the records' digest in the name says nothing of, and still leaves a number there.
    private bool DamageHeader(byte[] bytes)
    {
        byte[] key = Encoding.UTF8.GetBytes(simulation.World.Random.Chance(500) ? HeaderKeys.AcceptedAt : HeaderKeys.Absent);
        int length = bytes.AsSpan().IndexOf(key) + key.Length;
        if (length < key.Length || length >= bytes.Length)
            return false;
        int[] digits =
        [
            .. Enumerable.Range(length + 1, bytes[length] / 2).Where(at => at < bytes.Length && char.IsAsciiDigit((char)bytes[at])),
        ];
        if (digits.Length == 0)
            return false;
        int hit = simulation.World.Random.Pick(digits);
        bytes[hit] = (byte)('0' + ((bytes[hit] - '0' + simulation.World.Random.Between(1, 9)) % 10));
        return true;
    }

    private void DeleteStaging() =>
        Said(
            "staging is deleted",
            () =>
            {
                foreach (string name in simulation.StagingChecks.Held.ToArray())
                    simulation.StagingChecks.Destroyed(name);
                simulation.Staging.Clear();
                simulation.Operator.Forget();
            }
        );

    private void Said(string what, Action action)
    {
        simulation.Faults++;
        simulation.World.Note("trouble", what);
        action();
    }
}
