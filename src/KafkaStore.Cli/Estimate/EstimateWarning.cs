namespace KafkaStore.Cli.Estimate;

/// <summary>What a warning is of; more may come.</summary>
internal enum WarningKind
{
    /// <summary>Many files, and small ones.</summary>
    SmallFiles,

    /// <summary>Records wait long for their file.</summary>
    LongStaged,

    /// <summary>What is staged may not fit where it is staged.</summary>
    StagingSpace,

    /// <summary>The topic keeps records for less long than the archiver may need them.</summary>
    ShortRetention,

    /// <summary>A record that no archive can hold.</summary>
    RecordTooLarge,
}

/// <param name="Topic">Null where it is of all.</param>
/// <param name="Text">A sentence, or several, with what to do.</param>
internal sealed record EstimateWarning(WarningKind Kind, string? Topic, string Text);
