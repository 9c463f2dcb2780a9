namespace KafkaStore.Reading.Objects;

/// <summary>Tells when an object that may be written in place has stopped growing.</summary>
internal sealed class GrowingObject(TimeProvider clock)
{
    /// <summary>A copy over a network pauses; one that pauses longer shows as damaged.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private long? last;
    private long since;

    /// <summary>Notes its length as of now; true when it has had that length for a while.</summary>
    public bool HasSettled(long? length)
    {
        if (length != last)
        {
            last = length;
            since = clock.GetTimestamp();
        }

        return length is not null && clock.GetElapsedTime(since) >= Rest;
    }
}
