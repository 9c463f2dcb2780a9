namespace KafkaStore.Functions;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Operation {Operation} of {Entity} failed and was dropped; the timer makes up for it.")]
    public static partial void OperationFailed(ILogger logger, string operation, string entity, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "{Entity} has no operation {Operation} with such an input.")]
    public static partial void OperationUnknown(ILogger logger, string operation, string entity);

    [LoggerMessage(3, LogLevel.Warning, "The remembered state of {Topic}-{Partition} can't be read and counts as none.")]
    public static partial void StateUnreadable(ILogger logger, string topic, int partition, Exception exception);

    [LoggerMessage(4, LogLevel.Error, "The broker can't be asked: {Reason}")]
    public static partial void BrokerUnreachable(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Error, "{What} is left out and tried again every minute, the others go on: {Reason}")]
    public static partial void LogTrouble(ILogger logger, string what, string reason);

    [LoggerMessage(28, LogLevel.Error, "Which topic {Topic} is can't be told, and nothing is said of it this minute: {Reason}")]
    public static partial void GenerationUnknown(ILogger logger, string topic, string reason);

    [LoggerMessage(
        29,
        LogLevel.Warning,
        "Partitions without a record are not noted in the archive yet, the next minute tries again: {Reason}"
    )]
    public static partial void EmptyPartitionsUnnoted(ILogger logger, string reason);

    [LoggerMessage(35, LogLevel.Warning, "Which topic {Topic} is, and where it begins, is noted with its first batch: {Reason}")]
    public static partial void BeginningUnnoted(ILogger logger, string topic, string reason);

    [LoggerMessage(
        34,
        LogLevel.Warning,
        "The partitions of {Topic} are listed without their faults, since staging can't be asked: {Reason}"
    )]
    public static partial void FaultsNotListed(ILogger logger, string topic, string reason);

    [LoggerMessage(26, LogLevel.Information, "{What} can be read again.")]
    public static partial void LogTroubleOver(ILogger logger, string what);

    [LoggerMessage(
        6,
        LogLevel.Error,
        "{Topic}-{Partition} seals nothing ({Kind}): {Message} Until 'kafka-store resume' finds the cause gone it stays so, whatever is restarted."
    )]
    public static partial void PartitionFaulted(ILogger logger, string topic, int partition, string kind, string message);

    [LoggerMessage(24, LogLevel.Error, "The staging location can't be asked for faults, and what is remembered of them is shown: {Reason}")]
    public static partial void FaultsUnknown(ILogger logger, string reason);

    [LoggerMessage(25, LogLevel.Warning, "The fault {Kind} of {Topic}-{Partition} was cleared on request: {Detail}")]
    public static partial void FaultCleared(ILogger logger, string topic, int partition, string kind, string detail);

    [LoggerMessage(29, LogLevel.Warning, "On request {Generation} is the topic with the id {TopicId} now")]
    public static partial void GenerationChosen(ILogger logger, string generation, string topicId);

    [LoggerMessage(30, LogLevel.Warning, "An answer was broken off: its client takes less than {BytesPerSecond} bytes a second.")]
    public static partial void ClientTooSlow(ILogger logger, int bytesPerSecond);

    [LoggerMessage(31, LogLevel.Warning, "A request was given up after {Seconds:0} s, the longest that an answer may take.")]
    public static partial void AnswerTooLong(ILogger logger, double seconds);

    [LoggerMessage(7, LogLevel.Warning, "The last seal of {Topic}-{Partition} failed and will be tried again: {Reason}")]
    public static partial void SealFailed(ILogger logger, string topic, int partition, string reason);

    [LoggerMessage(8, LogLevel.Debug, "{Topic}-{Partition}: {ArchiveLag} offsets not archived, {AcceptLag} not accepted")]
    public static partial void Lag(ILogger logger, string topic, int partition, long archiveLag, long acceptLag);

    [LoggerMessage(9, LogLevel.Information, "Archived {Name}: records={Records} bytes={Bytes} next={NextOffset} reason={Reason}")]
    public static partial void Archived(ILogger logger, string name, long records, long bytes, long nextOffset, string reason);

    [LoggerMessage(12, LogLevel.Information, "Adopted {Name}, which existed: next={NextOffset}")]
    public static partial void Adopted(ILogger logger, string name, long nextOffset);

    [LoggerMessage(
        10,
        LogLevel.Error,
        "{Topic}-{Partition}: the broker deleted offsets {Range} before they were accepted; they are lost, and noted in the archive."
    )]
    public static partial void RecordsLost(ILogger logger, string topic, int partition, string range);

    [LoggerMessage(
        11,
        LogLevel.Error,
        "Staged chunk {Chunk} is damaged, or nothing that this archiver staged; it was set aside, and its records are asked for again."
    )]
    public static partial void ChunkDamaged(ILogger logger, string chunk);

    [LoggerMessage(
        24,
        LogLevel.Warning,
        "Topic {Topic} was deleted and created again: it had id {Former} and has {Given}. It goes on as {Next}; what was accepted of the former one is sealed."
    )]
    public static partial void Recreated(ILogger logger, string topic, string former, string given, string next);

    [LoggerMessage(
        25,
        LogLevel.Warning,
        "{Records} records may be of a topic or of the one created in its place: they are kept in the staging location as ~unattributed/{Chunk} unless the next generation turns out to have them."
    )]
    public static partial void Unattributed(ILogger logger, int records, string chunk);

    [LoggerMessage(26, LogLevel.Information, "{Generation} has the records that were kept as ~unattributed/{Chunk}, which is gone.")]
    public static partial void Attributed(ILogger logger, string chunk, string generation);

    [LoggerMessage(22, LogLevel.Debug, "The client has gone; reading for it has stopped.")]
    public static partial void ClientGone(ILogger logger);

    [LoggerMessage(21, LogLevel.Error, "A request could not be answered: {Reason}")]
    public static partial void RequestFailed(ILogger logger, string reason, Exception exception);

    [LoggerMessage(
        13,
        LogLevel.Warning,
        "Mirror {Mirror} is {Offsets} offsets behind the archive of {Topic}-{Partition}; copying goes on in a minute."
    )]
    public static partial void MirrorBehind(ILogger logger, string mirror, long offsets, string topic, int partition);

    [LoggerMessage(14, LogLevel.Error, "Mirror {Mirror} could not be brought up to date with {What} and is tried again: {Reason}")]
    public static partial void MirrorFailed(ILogger logger, string mirror, string what, string reason);

    [LoggerMessage(
        15,
        LogLevel.Error,
        "The catalog's row of {Name} does not describe the archive and was left as it is: {Differences}. 'kafka-store catalog check' lists all such rows, and rebuild puts them right."
    )]
    public static partial void CatalogDiffers(ILogger logger, string name, string differences);

    [LoggerMessage(16, LogLevel.Error, "{Reason} Archiving goes on, and the missing rows are added once they can be.")]
    public static partial void CatalogUnavailable(ILogger logger, string reason);

    [LoggerMessage(17, LogLevel.Information, "The catalog answers again; the rows that it lacks are being added.")]
    public static partial void CatalogAvailable(ILogger logger);

    [LoggerMessage(23, LogLevel.Information, "Removed the history of {Count} orchestrations that began more than {Days} days ago.")]
    public static partial void HistoryPurged(ILogger logger, int count, double days);

    // The queries under infra/alerts read this line's text.
    [LoggerMessage(
        20,
        LogLevel.Information,
        "{Partitions} partitions: {ArchiveLag} offsets not archived, most in {Furthest}, {AcceptLag} not accepted; oldest staged data {StagedAgeSeconds} s in {Oldest}"
    )]
    public static partial void LagSummary(
        ILogger logger,
        int partitions,
        long archiveLag,
        string furthest,
        long acceptLag,
        long stagedAgeSeconds,
        string oldest
    );

    [LoggerMessage(
        30,
        LogLevel.Information,
        "No staging key is set: digests find damage in {Staging} and no forgery, so that who can write there can change what is archived. Comparing the archive with the brokers finds it as long as they have the records."
    )]
    public static partial void Unsigned(ILogger logger, string staging);

    [LoggerMessage(36, LogLevel.Warning, "Not ready: the {What} can't be reached: {Reason}")]
    public static partial void NotReady(ILogger logger, string what, string reason);
}
