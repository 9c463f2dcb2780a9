namespace KafkaStore.Reading.Verification;

/// <summary>How far a verification is; may be looked at from any thread.</summary>
public sealed class VerificationProgress
{
    private long totalBytes;
    private long doneBytes;

    /// <summary>Of all objects to check; 0 until the store was listed.</summary>
    public long TotalBytes => Interlocked.Read(ref totalBytes);

    public long DoneBytes => Interlocked.Read(ref doneBytes);

    internal void SetTotal(long bytes) => Interlocked.Exchange(ref totalBytes, bytes);

    internal void Add(long bytes) => Interlocked.Add(ref doneBytes, bytes);
}
