namespace KafkaStore.Archiving;

/// <summary>
/// Keeps the schemas that keys and values were written with beside the records, so that these can be read when the registry
/// is gone. Optional. Any number of partitions use it at a time.
/// </summary>
public interface ISchemaKeeper
{
    /// <summary>Notes which schemas a record needs. Called for every record that is archived; asks nobody.</summary>
    /// <param name="partition">Of the record.</param>
    /// <param name="record">Points at memory that is not kept.</param>
    public void Saw(TopicPartition partition, EncodedRecord record);

    /// <summary>
    /// Returns when every schema needed so far is stored, or noted as missing where it can't be had now; called before the
    /// object with its records is created. A registry that does not answer holds this up for one time limit at most.
    /// </summary>
    /// <exception cref="StorageException">The archive can't take it now.</exception>
    public Task KeepAsync(CancellationToken cancellationToken);

    /// <summary>Tries again to get what is missing, of this process and of others; called every minute.</summary>
    /// <exception cref="StorageException">The archive can't be asked now.</exception>
    public Task CatchUpAsync(CancellationToken cancellationToken);
}
