using KafkaStore.LocalHost.Ending;

namespace KafkaStore.Tests.Fixtures;

/// <summary>The local host goes on in folders that an earlier build left.</summary>
public sealed class FixtureOnDiskTests
{
    public static TheoryData<string> Cases() => [.. FixtureFolder.Cases];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task TheLocalHostGoesOnAndClosesEverything(string name)
    {
        using var fixture = new FixtureCopy(name);
        MemoryObjectStore before = await fixture.LoadAsync(FixtureCopy.ArchiveFolder);
        ScriptedLog log = FixtureLog.Of(fixture);
        bool hasProof = fixture.HasProof;
        RunOutcome outcome = await LocalHostRun.ToTheEndAsync(
            fixture.PathOf(FixtureCopy.ArchiveFolder),
            fixture.StagingPath,
            log,
            ContinuedFixture.OptionsOf(fixture.Facts),
            FixtureLog.Later,
            close: true
        );
        string[] faulted =
        [
            .. fixture.Facts.Partitions.Where(partition => partition.Fault is not null).Select(partition => partition.Name),
        ];
        Assert.Equal(
            faulted,
            outcome
                .Shortfalls.Where(shortfall => !shortfall.What.Contains(" are lost: ", StringComparison.Ordinal))
                .Select(shortfall => $"{shortfall.Partition.Topic}/{shortfall.Partition.Partition:D6}")
        );

        foreach (string kept in before.Names.Where(kept => !kept.StartsWith(FixtureCopy.DefaultStaging)))
            Assert.Equal(before.BytesOf(kept), await File.ReadAllBytesAsync(fixture.PathOf($"{FixtureCopy.ArchiveFolder}/{kept}")));
        Assert.Empty((await ContinuedFixture.VerifyAsync(fixture.Archive)).Problems);
        if (faulted.Length > 0)
            return;
        Assert.Equal(
            FixtureLog.Expected(fixture),
            (await ContinuedFixture.ReadAllAsync(fixture.Archive, fixture.Facts)).Order(StringComparer.Ordinal)
        );
        Assert.True(
            FixtureLog.HolesAsked(log, fixture) == 0 || hasProof || fixture.Records.Any(record => record.In == FixtureRecord.AtBroker),
            "The broker was asked for what is staged."
        );
        MemoryObjectStore staging = await fixture.LoadAsync(FixtureCopy.StagingFolder);
        Assert.DoesNotContain(staging.Names, kept => !kept.StartsWith('~'));
    }
}
