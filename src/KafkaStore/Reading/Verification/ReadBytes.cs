namespace KafkaStore.Reading.Verification;

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
