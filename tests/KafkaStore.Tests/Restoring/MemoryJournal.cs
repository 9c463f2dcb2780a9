namespace KafkaStore.Tests.Restoring;

/// <summary>A checkpoint and an offset map in memory, with a step before, between and after writing the two.</summary>
internal sealed class MemoryJournal(Func<CrashPoint> crash) : IRestoreJournal
{
    private RestoreCheckpoint? saved;

    public List<MappedRun> Map { get; } = [];

    public int Saves { get; private set; }

    public RestoreCheckpoint? Load()
    {
        crash().Step();
        Map.RemoveRange((int)(saved?.OffsetMapBytes ?? 0), Map.Count - (int)(saved?.OffsetMapBytes ?? 0));
        return saved;
    }

    public void Save(RestoreCheckpoint checkpoint, IEnumerable<MappedRun> runs)
    {
        crash().Step();
        Map.AddRange(runs);
        crash().Step();
        saved = checkpoint with { OffsetMapBytes = Map.Count };
        Saves++;
        crash().Step();
    }
}
