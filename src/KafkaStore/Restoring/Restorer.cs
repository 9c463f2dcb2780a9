using KafkaStore.Broker;
using KafkaStore.Reading.Objects;
using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Plans;
using KafkaStore.Restoring.Surveys;
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
/// <param name="clock">For the ages of records, and for the settling of an interrupted restore's target.</param>
public sealed class Restorer(
    ArchiveObjects objects,
    IRestoreTarget target,
    IRestoreJournal journal,
    RestoreOptions options,
    RestoreProgress progress,
    TimeProvider clock
)
{
    private readonly RestoreLedger ledger = new(journal);
    private readonly ArchivedRange archive = new(objects);
    private readonly TargetRecords records = new(target.Log);
    private readonly Surveyor surveyor = new(objects, target, options, progress, clock);

    /// <exception cref="RestoreRefusedException">The survey found something against it; nothing was written.</exception>
    /// <exception cref="RestoreException">It can't begin or go on.</exception>
    /// <exception cref="BrokerUnavailableException">The cluster is away; the same call goes on later.</exception>
    /// <exception cref="Storage.StorageException">The archive can't be read.</exception>
    public async Task<RestoreReport> RunAsync(RestoreRequest asked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);
        bool resumed = ledger.Load(asked.Fingerprint().Hex);
        WriterLimits limits = resumed ? await GoOnAsync(asked, cancellationToken) : await BeginAsync(asked, cancellationToken);
        await CopyAsync(limits, cancellationToken);

        // Once it was right the topic is in use again, and may get whatever comes.
        if (!ledger.EndsAreRight)
        {
            await new TargetEnds(records).EnsureAsync(ledger.Partitions, cancellationToken);
            ledger.EndsAreRight = true;
            ledger.Save();
        }

        return new RestoreReport([.. ledger.Partitions.Select(RestoredPartition.Of)], resumed, ledger.ToCheckpoint());
    }

    /// <summary>Reads back what <see cref="RunAsync"/> restored. Until that was found equal, the checkpoint says that it must be compared.</summary>
    /// <exception cref="RestoreException">The target does not have the records any more.</exception>
    public async Task<IReadOnlyList<VerifiedPartition>> CompareAsync(CancellationToken cancellationToken)
    {
        ledger.MustBeCompared = true;
        ledger.Save();
        IReadOnlyList<VerifiedPartition> compared = await new RestoreVerification(objects, target.Log).CompareAsync(
            ledger.ToCheckpoint(),
            cancellationToken
        );
        ledger.MustBeCompared = !compared.All(partition => partition.IsEqual);
        ledger.Save();
        return compared;
    }

    private async Task<WriterLimits> BeginAsync(RestoreRequest asked, CancellationToken cancellationToken)
    {
        RestorePlan plan = await new RestorePlanner(objects.Store).PlanAsync(asked, cancellationToken);
        plan.Notes.ToList().ForEach(progress.Note);
        RestoreSurvey survey = await surveyor.SurveyAsync(plan, asked.Append, cancellationToken);
        progress.Expect(survey.Records);
        var preparation = new TargetPreparation(target, surveyor, options, progress.Note);
        ledger.Begin(await preparation.PrepareAsync(survey, asked.Append, cancellationToken));
        ledger.Save();
        return survey.Limits;
    }

    // What is left, once the checkpoint is known.
    private async Task<WriterLimits> GoOnAsync(RestoreRequest asked, CancellationToken cancellationToken)
    {
        await new LaterPartitions(objects.Store, progress.Note).NoteAsync(asked, ledger.ToCheckpoint(), cancellationToken);
        IReadOnlyList<PartitionProgress> undone = ledger.Undone;
        RestoreSurvey survey = await surveyor.SurveyRestAsync(undone, cancellationToken);
        foreach ((PartitionProgress partition, SurveyedPartition counted) in undone.Zip(survey.Partitions))
            EnsureReaches(partition, counted.NextOffset);
        RestoreRefusedException.ThrowIfAny(survey.Findings, options.IgnoresSurvey);
        progress.Expect(survey.Records);
        await new WrittenRecords(records, archive, options, clock).FindAsync(undone, _ => progress.Advance(), cancellationToken);
        ledger.Save();
        return survey.Limits;
    }

    private static void EnsureReaches(PartitionProgress partition, long end)
    {
        RecordRange remaining = partition.Remaining;
        if (remaining.IsEmpty || remaining.ToOffset == long.MaxValue || end >= remaining.ToOffset)
            return;
        throw new RestoreException(
            $"the archive of {partition.Source} ends at offset {end}, and went up to {remaining.ToOffset} when this restore began. See what 'kafka-store verify' says."
        );
    }

    private async Task CopyAsync(WriterLimits limits, CancellationToken cancellationToken)
    {
        await using IRecordWriter writer = target.OpenWriter(limits);
        var copy = new PartitionCopy(archive, records, writer, ledger, options, progress);
        foreach (PartitionProgress partition in ledger.Undone)
        {
            try
            {
                await copy.RestoreAsync(partition, cancellationToken);
            }
            catch (RecordRefusedException refused)
            {
                throw await new Refusal(archive, target).DescribeAsync(partition.Source, refused, cancellationToken);
            }
        }
    }
}
