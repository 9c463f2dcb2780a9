namespace KafkaStore.Restoring;

/// <summary>How far a restore is, to be looked at from another thread.</summary>
public sealed class RestoreProgress
{
    private long total;
    private long done;

    /// <summary>0 until it is known.</summary>
    public long TotalRecords => Interlocked.Read(ref total);

    /// <summary>Written, or found in the target.</summary>
    public long DoneRecords => Interlocked.Read(ref done);

    /// <summary>Told in a sentence what is unusual and no obstacle, before anything is written. Default: nobody.</summary>
    public Action<string> Note { get; init; } = _ => { };

    internal void Expect(long records) => Interlocked.Add(ref total, records);

    internal void Advance() => Interlocked.Increment(ref done);
}
