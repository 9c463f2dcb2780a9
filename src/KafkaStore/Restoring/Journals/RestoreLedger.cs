using KafkaStore.Restoring.Targets;

namespace KafkaStore.Restoring.Journals;

/// <summary>How far a restore is, and what of it is saved.</summary>
internal sealed class RestoreLedger(IRestoreJournal journal)
{
    private readonly List<PartitionProgress> partitions = [];
    private string request = "";

    public IReadOnlyList<PartitionProgress> Partitions => partitions;

    public IReadOnlyList<PartitionProgress> Undone => [.. partitions.Where(partition => !partition.IsDone)];

    /// <inheritdoc cref="RestoreCheckpoint.EndsAreRight"/>
    public bool EndsAreRight { get; set; }

    /// <inheritdoc cref="RestoreCheckpoint.MustBeCompared"/>
    public bool MustBeCompared { get; set; }

    /// <summary>Takes up an earlier run's; false where there was none.</summary>
    /// <param name="fingerprint">Of what is asked for.</param>
    /// <exception cref="RestoreException">It is of another restore, or can't be read.</exception>
    public bool Load(string fingerprint)
    {
        request = fingerprint;
        if (journal.Load() is not { } checkpoint)
            return false;
        if (checkpoint.Request != request)
        {
            throw new RestoreException(
                "the checkpoint is of another restore: its topics, range, target, archive or offset map differ. Give this one a file of its own with --state."
            );
        }

        Begin(checkpoint.Partitions);
        (EndsAreRight, MustBeCompared) = (checkpoint.EndsAreRight, checkpoint.MustBeCompared);
        return true;
    }

    public void Begin(IEnumerable<PartitionCheckpoint> beginnings) =>
        partitions.AddRange(beginnings.Select(partition => new PartitionProgress(partition)));

    public void Save() =>
        journal.Save(
            ToCheckpoint(),
            partitions.SelectMany(partition =>
                partition.TakeClosedRuns().Select(run => new MappedRun(partition.Source, partition.Target, run))
            )
        );

    public RestoreCheckpoint ToCheckpoint() =>
        new(RestoreCheckpoint.CurrentFormat, request, 0, [.. partitions.Select(partition => partition.ToCheckpoint())])
        {
            EndsAreRight = EndsAreRight,
            MustBeCompared = MustBeCompared,
        };
}
