namespace KafkaStore.Cli.Reader;

/// <summary>How far a reading is, in offsets; written by the reading and read by whoever shows it.</summary>
internal sealed class ReadingProgress
{
    private long done;
    private long total;
    private long finished;
    private long start;

    /// <summary>Offsets done, and of all; 0 of all until that is known.</summary>
    public (long Done, long Total) Now => (Volatile.Read(ref done), Volatile.Read(ref total));

    /// <summary>There are this many more to come.</summary>
    public void Expect(long offsets) => Interlocked.Add(ref total, Math.Max(0, offsets));

    /// <summary>A partition begins, with this offset.</summary>
    public void Begin(long offset)
    {
        finished = done;
        start = offset;
    }

    /// <summary>All below this offset is done.</summary>
    public void Reach(long offset) => Volatile.Write(ref done, finished + Math.Max(0, offset - start));
}
