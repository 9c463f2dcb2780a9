using KafkaStore.Broker;
using KafkaStore.Reading.Objects;
using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring;

/// <summary>
/// Puts archived records back into a cluster, each once, however often it is interrupted: a checkpoint says what is there for
/// certain, and what was written after it is found by comparing the target's end with the archive. It must be the only
/// writer of the target's partitions meanwhile, and stops where it finds that it was not.
/// </summary>
/// <param name="target">The cluster.</param>
/// <param name="journal">Where the checkpoint is.</param>
/// <param name="options">How it goes about it.</param>
/// <param name="clock">For the settling of an interrupted restore's target.</param>
public sealed class Restorer(
    ArchiveObjects objects,
    IRestoreTarget target,
    IRestoreJournal journal,
    RestoreOptions options,
    RestoreProgress progress,
    TimeProvider clock
)
{
    private readonly List<PartitionProgress> partitions = [];
    private readonly HashSet<string> triedTopics = new(StringComparer.Ordinal);
    private string request = "";
    private bool endsAreRight;
    private bool mustBeCompared;

    /// <exception cref="RestoreException">It can't begin or go on.</exception>
    /// <exception cref="BrokerUnavailableException">The cluster is away; the same call goes on later.</exception>
    /// <exception cref="Storage.StorageException">The archive can't be read.</exception>
    public async Task<RestoreReport> RunAsync(RestoreRequest asked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);
        request = asked.Fingerprint().Hex;
        bool resumed = await BeginAsync(asked, cancellationToken);
        PartitionProgress[] undone = [.. partitions.Where(partition => !partition.IsDone)];
        await using (IRecordWriter writer = target.OpenWriter())
        {
            foreach (PartitionProgress partition in undone)
                await RestoreAsync(partition, writer, cancellationToken);
        }

        // Once it was right the topic is in use again, and may get whatever comes.
        if (!endsAreRight)
        {
            await EnsureLastAsync(partitions, cancellationToken);
            endsAreRight = true;
            Save();
        }

        return new RestoreReport([.. partitions.Select(Report)], resumed, Checkpoint());
    }

    /// <summary>Reads back what <see cref="RunAsync"/> restored. Until that was found equal, the checkpoint says that it must be compared.</summary>
    /// <exception cref="RestoreException">The target does not have the records any more.</exception>
    public async Task<IReadOnlyList<VerifiedPartition>> CompareAsync(CancellationToken cancellationToken)
    {
        mustBeCompared = true;
        Save();
        IReadOnlyList<VerifiedPartition> compared = await new RestoreVerification(objects, target.Log).CompareAsync(
            Checkpoint(),
            cancellationToken
        );
        mustBeCompared = !compared.All(partition => partition.IsEqual);
        Save();
        return compared;
    }

    // What is left, once the checkpoint is known.
    private async Task ExpectAsync(CancellationToken cancellationToken)
    {
        var survey = new RestoreSurvey(objects);
        foreach (PartitionProgress partition in partitions.Where(partition => !partition.IsDone))
        {
            RecordRange remaining = partition.Remaining;
            SurveyedPartition counted = await survey.CountAsync(remaining, cancellationToken);
            if (!remaining.IsEmpty && remaining.ToOffset < long.MaxValue && counted.NextOffset < remaining.ToOffset)
            {
                throw new RestoreException(
                    $"the archive of {partition.Source} ends at offset {counted.NextOffset}, and went up to {remaining.ToOffset} when this restore began. See what 'kafka-store verify' says."
                );
            }

            progress.Expect(counted.Records);
        }
    }

    // The end is that of now: what is archived while it runs is not of this restore.
    private async Task<RestorePlan> SurveyAsync(RestorePlan plan, CancellationToken cancellationToken)
    {
        var survey = new RestoreSurvey(objects);
        var counted = new List<SurveyedPartition>();
        foreach (RestorePartition partition in plan.Partitions)
            counted.Add(await survey.CountAsync(partition.Range, cancellationToken));
        RestoreSurvey.ThrowIfUnwritable(counted);
        progress.Expect(counted.Sum(partition => partition.Records));
        return plan with
        {
            Partitions =
            [
                .. plan.Partitions.Zip(
                    counted,
                    (partition, end) => partition with { Range = partition.Range with { ToOffset = end.NextOffset } }
                ),
            ],
        };
    }

    private async Task<bool> BeginAsync(RestoreRequest asked, CancellationToken cancellationToken)
    {
        var start = new RestoreStart(target, new ArchivedRange(objects), options, clock);
        if (journal.Load() is { } checkpoint)
        {
            if (checkpoint.Request != request)
            {
                throw new RestoreException(
                    "the checkpoint is of another restore: its topics, range, target, archive or offset map differ. Give this one a file of its own with --state."
                );
            }

            partitions.AddRange(checkpoint.Partitions.Select(partition => new PartitionProgress(partition)));
            (endsAreRight, mustBeCompared) = (checkpoint.EndsAreRight, checkpoint.MustBeCompared);
            await ExpectAsync(cancellationToken);
            await start.FindWrittenAsync([.. partitions.Where(partition => !partition.IsDone)], _ => progress.Advance(), cancellationToken);
            Save();
            return true;
        }

        RestorePlan plan = await new RestorePlanner(objects.Store).PlanAsync(asked, cancellationToken);
        plan = await SurveyAsync(plan, cancellationToken);
        partitions.AddRange(
            (await start.PrepareAsync(plan, asked.Append, progress.Note, cancellationToken)).Select(partition => new PartitionProgress(
                partition
            ))
        );
        Save();
        return false;
    }

    private async Task RestoreAsync(PartitionProgress partition, IRecordWriter writer, CancellationToken cancellationToken)
    {
        long first = partition.TargetNext;
        long records = 0;
        long bytes = 0;
        await foreach (Record record in new ArchivedRange(objects).ReadAsync(partition.Remaining, cancellationToken))
        {
            await writer.WriteAsync(partition.Target, record, cancellationToken);
            long offset = partition.TargetNext;
            bytes += partition.Advance(record);
            progress.Advance();
            if (triedTopics.Add(partition.Target.Topic))
            {
                await FlushAsync(partition, first, writer, cancellationToken);
                await EnsureKeptAsync(partition.Target, offset, record, cancellationToken);
            }

            if (++records < options.CheckpointRecords && bytes < options.CheckpointBytes)
                continue;
            await FlushAsync(partition, first, writer, cancellationToken);
            Save();
            (records, bytes) = (0, 0);
        }

        await FlushAsync(partition, first, writer, cancellationToken);
        await EnsureLastAsync([partition], cancellationToken);
        partition.Complete();
        Save();
    }

    // A record of anybody else, a late one of a killed predecessor too, moves ours from where they must be.
    private static async Task FlushAsync(PartitionProgress partition, long first, IRecordWriter writer, CancellationToken cancellationToken)
    {
        await writer.FlushAsync(cancellationToken);
        if (writer.Delivered(partition.Target) is not { } delivered)
            return;

        // As many records as offsets, and none outside: each is where it must be.
        if (delivered.First < first || delivered.Next > partition.TargetNext || delivered.Records != partition.TargetNext - first)
            throw TargetFault.Foreign(partition.Target, delivered.First > first ? first : partition.TargetNext - 1);
    }

    // A topic that gives records its own time, say, is found out by the first of them.
    private async Task EnsureKeptAsync(TopicPartition partition, long offset, Record written, CancellationToken cancellationToken)
    {
        await foreach (Record found in new TargetRecords(target.Log).ReadAsync(partition, offset, offset + 1, cancellationToken))
        {
            if (!RecordContent.AreEqual(found, written))
                throw TargetFault.Altered(partition, offset);
        }
    }

    private async Task EnsureLastAsync(IReadOnlyCollection<PartitionProgress> written, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<TopicPartition, LogBounds> bounds = await new TargetRecords(target.Log).BoundsAsync(
            [.. written.Select(partition => partition.Target)],
            cancellationToken
        );
        foreach (PartitionProgress partition in written)
        {
            long end = bounds[partition.Target].End;
            if (end > partition.TargetNext)
                throw TargetFault.Foreign(partition.Target, partition.TargetNext);
            if (end < partition.TargetNext)
                throw TargetFault.Shorter(partition.Target, end, partition.TargetNext);
        }
    }

    private void Save()
    {
        IEnumerable<MappedRun> runs = partitions.SelectMany(partition =>
            partition.TakeClosedRuns().Select(run => new MappedRun(partition.Source, partition.Target, run))
        );
        journal.Save(Checkpoint(), runs);
    }

    private RestoreCheckpoint Checkpoint() =>
        new(RestoreCheckpoint.CurrentFormat, request, 0, [.. partitions.Select(partition => partition.ToCheckpoint())])
        {
            EndsAreRight = endsAreRight,
            MustBeCompared = mustBeCompared,
        };

    private static RestoredPartition Report(PartitionProgress partition)
    {
        PartitionCheckpoint end = partition.ToCheckpoint();
        return new RestoredPartition(
            end.Source,
            end.Target,
            new OffsetRange(end.TargetFirst, end.TargetNext),
            end.Records,
            end.Bytes,
            partition.Found
        );
    }
}
