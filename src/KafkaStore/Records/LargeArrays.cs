namespace KafkaStore.Records;

/// <summary>
/// Arrays of records that are too large for any pool to keep. What was given back is collected before more is taken: the collector by
/// itself would come to it only when it is several times what is in use.
/// </summary>
internal static class LargeArrays
{
    // What may wait for the collector.
    private const long MostGivenBackBytes = 32 * 1024 * 1024;

    private static long givenBack;

    public static byte[] Take(int bytes)
    {
        if (Interlocked.Read(ref givenBack) >= MostGivenBackBytes)
        {
            Interlocked.Exchange(ref givenBack, 0);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        }

        return GC.AllocateUninitializedArray<byte>(bytes);
    }

    /// <summary>Nobody uses so much of what was taken any more.</summary>
    public static void GiveBack(long bytes) => Interlocked.Add(ref givenBack, bytes);
}
