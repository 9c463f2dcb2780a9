namespace KafkaStore.Restoring.Plans;

/// <summary>How far a restore is, to be looked at from another thread.</summary>
public sealed class RestoreProgress
{
    private long total;
    private long done;
    private long surveyed;
    private long toSurvey;

    /// <summary>0 until it is known.</summary>
    public long TotalRecords => Interlocked.Read(ref total);

    /// <summary>Written, or found in the target.</summary>
    public long DoneRecords => Interlocked.Read(ref done);

    /// <summary>Bytes, as stored, that are read to learn the sizes of records; 0 while that is not done.</summary>
    public long BytesToSurvey => Interlocked.Read(ref toSurvey);

    /// <summary>How many of them were read.</summary>
    public long SurveyedBytes => Interlocked.Read(ref surveyed);

    /// <summary>Told in a sentence what is unusual and no obstacle, and what is made. Default: nobody.</summary>
    public Action<string> Note { get; init; } = _ => { };

    internal void Expect(long records) => Interlocked.Add(ref total, records);

    internal void Advance() => Interlocked.Increment(ref done);

    internal void ExpectSurvey(long bytes) => Interlocked.Exchange(ref toSurvey, bytes);

    internal void Survey(long bytes) => Interlocked.Add(ref surveyed, bytes);

    internal void EndSurvey() => Interlocked.Exchange(ref toSurvey, 0);
}
