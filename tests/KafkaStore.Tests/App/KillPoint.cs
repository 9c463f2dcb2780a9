namespace KafkaStore.Tests.App;

/// <summary>The durable steps on the way of a record.</summary>
public enum DurableStep
{
    StartMarkerWritten,
    StagingIdWritten,
    StagingNoted,
    ChunkWritten,
    SignalSent,
    OffsetCommitted,
    OrchestrationStarted,
    ObjectCreated,
    Catalogued,
    CheckpointSignalled,
    ChunkDeleted,
}

/// <summary>Ends the process once, before or after the nth time that it takes a step.</summary>
public sealed class KillPoint(DurableStep step, bool after, int occurrence)
{
    private int seen;
    private bool armed = true;

    public bool Happened { get; private set; }

    public void Disarm() => armed = false;

    public void Watch(TestApp app)
    {
        app.ArchiveFaults.Before = call => ReachAsync(app, OfArchive(call), isAfter: false);
        app.ArchiveFaults.After = call => ReachAsync(app, OfArchive(call), isAfter: true);
        app.StagingFaults.Before = call => ReachAsync(app, OfStaging(call), isAfter: false);
        app.StagingFaults.After = call => ReachAsync(app, OfStaging(call), isAfter: true);
        app.Catalog!.Before = call => ReachCatalogAsync(app, call, isAfter: false);
        app.Catalog.After = call => ReachCatalogAsync(app, call, isAfter: true);
        app.Work.OnPost = (key, posted) => Reach(app, OfPost(key, app.Work.Running), posted);
    }

    /// <exception cref="ProcessKilledException">This was the point.</exception>
    public void Reach(TestApp app, DurableStep? reached, bool isAfter)
    {
        if (Happened || !armed || reached != step || isAfter != after || ++seen < occurrence)
            return;
        Happened = true;
        app.Kill();
        throw new ProcessKilledException();
    }

    private Task ReachCatalogAsync(TestApp app, string call, bool isAfter)
    {
        if (app.Work.IsDead)
            throw new ProcessKilledException();
        return ReachAsync(app, call == nameof(IArchiveCatalog.AddAsync) ? DurableStep.Catalogued : null, isAfter);
    }

    private Task ReachAsync(TestApp app, DurableStep? reached, bool isAfter)
    {
        Reach(app, reached, isAfter);
        return Task.CompletedTask;
    }

    private static DurableStep? OfArchive(StoreCall call) =>
        call switch
        {
            { Operation: not StoreOperation.Create } => null,
            { Name: MarkerName.Staging } => DurableStep.StagingNoted,
            _ when call.Name.EndsWith("/start.json") => DurableStep.StartMarkerWritten,
            _ => ArchiveName.TryParse(call.Name, out _) ? DurableStep.ObjectCreated : null,
        };

    private static DurableStep? OfStaging(StoreCall call) =>
        call switch
        {
            { Operation: StoreOperation.Delete } => DurableStep.ChunkDeleted,
            { Operation: StoreOperation.Create, Name: MarkerName.StagingId } => DurableStep.StagingIdWritten,
            { Operation: StoreOperation.Create } => DurableStep.ChunkWritten,
            _ => null,
        };

    // Entities' ids start with @; a signal sent while an orchestration runs is its outcome.
    private static DurableStep OfPost(string key, string? running)
    {
        if (!key.StartsWith('@'))
            return DurableStep.OrchestrationStarted;
        return running is null ? DurableStep.SignalSent : DurableStep.CheckpointSignalled;
    }
}
