namespace KafkaStore.Tests.Fixtures;

/// <summary>An archiver of this build over a case's stores. All that these tests ask of the in-process app is here.</summary>
internal sealed class ContinuedFixture : IDisposable
{
    private readonly FixtureCopy fixture;
    private readonly TestApp app;
    private readonly MemoryObjectStore? mirror;

    private ContinuedFixture(FixtureCopy fixture, MemoryObjectStore archive, MemoryObjectStore staging, MemoryObjectStore? mirror)
    {
        (this.fixture, this.mirror) = (fixture, mirror);
        app = new TestApp(FixtureLog.Of(fixture), archive, staging: staging, options: OptionsOf(fixture.Facts));
    }

    public MemoryObjectStore Archive => app.Archive;

    public MemoryObjectStore Mirror => mirror!;

    public IReadOnlyList<ChunkName> Chunks => app.Chunks;

    public byte[] Staged(string name) => app.Staging.BytesOf(name);

    /// <summary>How often the broker was asked what is in a hole.</summary>
    public int BrokerAsked => FixtureLog.HolesAsked(app.Log, fixture);

    public RecordingReport Report => app.Report;

    public static async Task<ContinuedFixture> OpenAsync(FixtureCopy fixture) =>
        new(
            fixture,
            await fixture.LoadAsync(FixtureCopy.ArchiveFolder),
            await fixture.LoadAsync(FixtureCopy.StagingFolder),
            fixture.HasMirror ? await fixture.LoadAsync(FixtureCopy.MirrorFolder) : null
        );

    public PartitionFault? FaultOf(FixturePartition partition) => app.StateOf(FixtureLog.Parse(partition.Name))?.Fault;

    /// <summary>As the case was written, and for its topics.</summary>
    public static ArchiverOptions OptionsOf(FixtureFacts facts) =>
        new()
        {
            Topics = [.. facts.Partitions.Select(partition => FixtureLog.Parse(partition.Name).Topic).Distinct()],
            Policy = SegmentPolicy.Parse(facts.Policy)!,
            Codec = facts.Codec == ContainerCodec.Null.Name ? ContainerCodec.Null : ContainerCodec.Deflate(),
            OffsetReset = OffsetReset.Error, // the archive itself says where to go on
            CompressionParallelism = 1,
        };

    /// <summary>More is delivered, all is closed, the timers fire, the mirror is brought up.</summary>
    public async Task GoOnAsync()
    {
        app.Clock.SetUtcNow(FixtureLog.Later);
        foreach (FixturePartition partition in fixture.Facts.Partitions)
            await app.DeliverAllAsync(FixtureLog.Parse(partition.Name), batchSize: 3, from: partition.Accepted);
        await app.TickAfterGraceAsync(2);
        foreach (FixturePartition partition in fixture.Facts.Partitions)
            await app.CloseAsync(FixtureLog.Parse(partition.Name));
        await app.TickMinutesAsync(2);
        if (mirror is not null)
        {
            var run = new MirrorRun([new Mirror(Archive, mirror, null)], Report, app.Clock);
            Assert.True(
                await run.CopyAsync([.. fixture.Facts.Partitions.Select(partition => FixtureLog.Parse(partition.Name))], null, default)
            );
        }
    }

    /// <summary>Every archived record as the reader gives it, partition by partition.</summary>
    public static async Task<IReadOnlyList<string>> ReadAllAsync(IObjectReader archive, FixtureFacts facts)
    {
        var records = new List<string>();
        foreach (FixturePartition partition in facts.Partitions)
        {
            if ((await new ArchiveLocator(archive).FindFirstAsync(FixtureLog.Parse(partition.Name), default))?.Name is not { } first)
                continue;
            var reader = new ArchiveChainReader(new ArchiveObjects(archive), TimeProvider.System);
            await foreach (ArchivedBlock block in reader.ReadAsync(first, (_, _) => ValueTask.CompletedTask, wait: false, default))
                records.AddRange(block.Records.Select(record => FixtureRecord.Show(partition.Name, record)));
        }

        return records;
    }

    public static Task<VerificationReport> VerifyAsync(IObjectReader archive) =>
        new ArchiveVerifier(archive, new ProblemLog()).VerifyAsync([], new VerificationProgress(), default);

    public void Dispose() => app.Dispose();
}
