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

/// <summary>Tells the progress how much of one object has been read; whatever happens to it, its whole length in the end.</summary>
internal sealed class ReadBytes(VerificationProgress progress)
{
    private long position;

    public void MoveTo(long reached)
    {
        progress.Add(reached - position);
        position = reached;
    }
}
