using KafkaStore.Archiving;
using KafkaStore.Avro;
using KafkaStore.Mirroring;
using KafkaStore.Naming;
using KafkaStore.Reading;
using KafkaStore.Reading.Verification;
using KafkaStore.Segments;
using KafkaStore.Storage;
using KafkaStore.Tests.App;
using KafkaStore.Tests.Support;

namespace KafkaStore.Tests.Fixtures;

/// <summary>An archiver of this build over a case's stores. All that these tests ask of the in-process app is here.</summary>
internal sealed class ContinuedFixture : IDisposable
{
    /// <summary>How many more records each partition's producer appends.</summary>
    public const int MoreRecords = 4;

    private readonly FixtureCopy _fixture;
    private readonly TestApp _app;
    private readonly MemoryObjectStore? _mirror;

    private ContinuedFixture(FixtureCopy fixture, MemoryObjectStore archive, MemoryObjectStore staging, MemoryObjectStore? mirror)
    {
        (_fixture, _mirror) = (fixture, mirror);
        _app = new TestApp(
            archive: archive,
            staging: staging,
            options: new ArchiverOptions
            {
                Topics = [.. fixture.Facts.Partitions.Select(partition => Parse(partition.Name).Topic).Distinct()],
                Policy = SegmentPolicy.Parse(fixture.Facts.Policy)!,
                Codec = fixture.Facts.Codec == ContainerCodec.Null.Name ? ContainerCodec.Null : ContainerCodec.Deflate(),
                OffsetReset = OffsetReset.Error, // the archive itself says where to go on
                CompressionParallelism = 1,
            });
    }

    public MemoryObjectStore Archive => _app.Archive;

    public MemoryObjectStore Mirror => _mirror!;

    public IReadOnlyList<ChunkName> Chunks => _app.Chunks;

    public byte[] Staged(string name) => _app.Staging.BytesOf(name);

    /// <summary>How often the broker was asked what is in a hole.</summary>
    public int BrokerAsked => _app.Log.CursorsOpened;

    public RecordingReport Report => _app.Report;

    public static async Task<ContinuedFixture> OpenAsync(FixtureCopy fixture) => new(
        fixture,
        await fixture.LoadAsync(FixtureCopy.ArchiveFolder),
        await fixture.LoadAsync(FixtureCopy.StagingFolder),
        fixture.HasMirror ? await fixture.LoadAsync(FixtureCopy.MirrorFolder) : null);

    public PartitionFault? FaultOf(FixturePartition partition) => _app.StateOf(Parse(partition.Name))?.Fault;

    /// <summary>Puts back what the broker still has, delivers more, closes, lets the timers fire; returns what was added.</summary>
    public async Task<IReadOnlyList<string>> GoOnAsync()
    {
        _app.Clock.Advance(TimeSpan.FromDays(30));
        foreach (FixturePartition partition in _fixture.Facts.Partitions)
            Fill(partition);
        var added = new List<string>();
        foreach (FixturePartition partition in _fixture.Facts.Partitions)
        {
            TopicPartition at = Parse(partition.Name);
            await _app.DeliverAllAsync(at, batchSize: 3, from: partition.Accepted);
            added.AddRange(_app.Log.Read(at, partition.Accepted).Select(record => FixtureRecord.Show(partition.Name, record)));
        }

        _app.Clock.Advance(_app.Options.HoleGrace);
        await _app.TickMinutesAsync(2);
        foreach (FixturePartition partition in _fixture.Facts.Partitions)
            await _app.CloseAsync(Parse(partition.Name));
        await _app.TickMinutesAsync(2);
        if (_mirror is not null)
        {
            var run = new MirrorRun([new Mirror(Archive, _mirror, null)], Report, _app.Clock);
            Assert.True(await run.CopyAsync([.. _fixture.Facts.Partitions.Select(partition => Parse(partition.Name))], null, default));
        }

        return added;
    }

    /// <summary>Every archived record as the reader gives it, partition by partition.</summary>
    public static async Task<IReadOnlyList<string>> ReadAllAsync(IObjectReader archive, FixtureFacts facts)
    {
        var records = new List<string>();
        foreach (FixturePartition partition in facts.Partitions)
        {
            if ((await new ArchiveLocator(archive).FindFirstAsync(Parse(partition.Name), default))?.Name is not { } first)
                continue;
            var reader = new ArchiveChainReader(new ArchiveObjects(archive), TimeProvider.System);
            await foreach (ArchivedBlock block in reader.ReadAsync(first, (_, _) => ValueTask.CompletedTask, wait: false, default))
                records.AddRange(block.Records.Select(record => FixtureRecord.Show(partition.Name, record)));
        }

        return records;
    }

    public static Task<VerificationReport> VerifyAsync(IObjectReader archive) =>
        new ArchiveVerifier(archive, new ProblemLog()).VerifyAsync([], new VerificationProgress(), default);

    public void Dispose() => _app.Dispose();

    private static TopicPartition Parse(string name) =>
        ArchiveName.TryParse($"{name}/{0:D20}", out ArchiveName parsed) ? parsed.Partition : throw new FormatException(name);

    private void Fill(FixturePartition partition)
    {
        TopicPartition at = Parse(partition.Name);
        _app.Log.AddPartition(at, partition.LogStart);
        foreach (FixtureRecord record in _fixture.Records.Where(record => record.At == partition.Name && record.Offset >= partition.LogStart))
        {
            _app.Log.Skip(at, record.Offset - _app.Log.EndOf(at));
            _app.Log.Append(at, record.Record);
        }

        _app.Log.Skip(at, partition.Accepted - _app.Log.EndOf(at));
        for (int i = 0; i < MoreRecords; i++)
            _app.Log.Append(at, TestApp.Millisecond((long)TimeSpan.FromDays(20).TotalMilliseconds + i), $"more {i}", i % 2 == 0 ? null : "key");
    }
}
