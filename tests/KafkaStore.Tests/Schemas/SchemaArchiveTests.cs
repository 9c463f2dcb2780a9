using System.Text;
using KafkaStore.Avro;
using KafkaStore.Naming;
using KafkaStore.Schemas.Keeping;
using KafkaStore.Storage;
using KafkaStore.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace KafkaStore.Tests.Schemas;

/// <summary>Every schema that framed keys and values name is in the archive, once, or noted as missing.</summary>
public sealed class SchemaArchiveTests : IDisposable
{
    private static readonly TopicPartition Orders = new("orders", 0);

    private readonly FakeRegistry _registry = new();
    private readonly MemoryObjectStore _archive = new();
    private readonly FakeTimeProvider _clock = new(TestTime.Epoch);
    private readonly RecordingLoggers _log = new();
    private SchemaArchive _schemas;

    public SchemaArchiveTests() => _schemas = NewProcess();

    public void Dispose()
    {
        _schemas.Dispose();
        _registry.Dispose();
    }

    [Fact]
    public async Task SchemasOfKeysAndValuesAreStoredOnce()
    {
        _registry.Register(7, "orders-key", "\"string\"");
        _registry.Register(8, "orders-value", "{\"type\":\"é\"}", "JSON");
        for (int i = 0; i < 3; i++)
        {
            See(Framed.Of(7, 1), Framed.Of(8, 2));
            await _schemas.KeepAsync(CancellationToken.None);
        }

        Assert.Equal(["~kafka-store/schemas/7", "~kafka-store/schemas/8"], _archive.Names);
        Assert.Equal(2, _registry.Requests.Count);
        Assert.Equal(
            """{"id":8,"schemaType":"JSON","schema":"{\"type\":\"é\"}","references":[]}""",
            Compact(_archive.BytesOf("~kafka-store/schemas/8")));
    }

    [Fact]
    public async Task AnotherProcessAsksForNothingThatIsStored()
    {
        _registry.Register(7, "orders-key", "\"string\"");
        await SeeAndKeepAsync(7);
        _schemas = NewProcess();
        await SeeAndKeepAsync(7);
        Assert.Single(_registry.Requests);
    }

    [Fact]
    public async Task WhatASchemaNamesIsStoredBeforeItUnderItsOwnId()
    {
        _registry.Register(1, "city", "\"string\"");
        _registry.Register(2, "address", "\"string\"", null, ("City", "city", 1));
        _registry.Register(3, "orders-value", "\"string\"", null, ("Address", "address", 1), ("City", "city", 1));
        var created = new List<string>();
        var watched = new FaultyStore(_archive)
        {
            After = call =>
            {
                if (call.Operation == StoreOperation.Create)
                    created.Add(call.Name);
                return Task.CompletedTask;
            },
        };
        _schemas = NewProcess(watched);
        await SeeAndKeepAsync(3);
        Assert.Equal([MarkerName.Schema(1), MarkerName.Schema(2), MarkerName.Schema(3)], created);
        Assert.Contains(
            "references\":[{\"name\":\"Address\",\"subject\":\"address\",\"version\":1,\"id\":2},{\"name\":\"City\",\"subject\":\"city\",\"version\":1,\"id\":1}]",
            Compact(_archive.BytesOf(MarkerName.Schema(3))),
            StringComparison.Ordinal);

        // Known from now on.
        int asked = _registry.Requests.Count;
        await SeeAndKeepAsync(1);
        Assert.Equal(asked, _registry.Requests.Count);
    }

    [Fact]
    public async Task AReferenceThatTheRegistryLostIsNotedAsSuch()
    {
        _registry.Register(3, "orders-value", "\"string\"", null, ("Gone", "gone", 4));
        await SeeAndKeepAsync(3);
        Assert.Contains("\"id\":null", Compact(_archive.BytesOf(MarkerName.Schema(3))), StringComparison.Ordinal);
        Assert.Equal(1, _log.Count("version 4 of gone", LogLevel.Warning));
    }

    [Fact]
    public async Task WhileTheRegistryIsAwayIdsAreNotedAndItIsAskedOnce()
    {
        _registry.Instead = (System.Net.HttpStatusCode.ServiceUnavailable, "{}");
        for (int id = 1; id <= 5; id++)
            await SeeAndKeepAsync(id);
        Assert.Equal(Enumerable.Range(1, 5).Select(MarkerName.MissingSchema), _archive.Names);
        Assert.Single(_registry.Requests);
        Assert.Equal(1, _log.Count("can't answer now", LogLevel.Error));

        _registry.Instead = null;
        for (int id = 1; id <= 5; id++)
            _registry.Register(id, $"s{id}", "\"int\"");
        await _schemas.CatchUpAsync(CancellationToken.None);
        Assert.All(Enumerable.Range(1, 5), id => Assert.Contains(MarkerName.Schema(id), _archive.Names));
        Assert.Equal(1, _log.Count("answers again"));

        // Asked at once again, and nothing is left to catch up with.
        _registry.Register(6, "s6", "\"int\"");
        await SeeAndKeepAsync(6);
        Assert.Contains(MarkerName.Schema(6), _archive.Names);
        int asked = _registry.Requests.Count;
        await _schemas.CatchUpAsync(CancellationToken.None);
        Assert.Equal(asked, _registry.Requests.Count);
    }

    [Fact]
    public async Task WhatWasNotedIsMadeUpForAfterARestart()
    {
        _registry.Stop();
        await SeeAndKeepAsync(5);
        Assert.Equal([MarkerName.MissingSchema(5)], _archive.Names);
        _registry.Start();
        _registry.Register(5, "s", "\"int\"");
        _schemas = NewProcess();
        await _schemas.CatchUpAsync(CancellationToken.None);
        Assert.Equal([MarkerName.Schema(5), MarkerName.MissingSchema(5)], _archive.Names);

        _schemas = NewProcess();
        int asked = _registry.Requests.Count;
        await _schemas.CatchUpAsync(CancellationToken.None);
        Assert.Equal(asked, _registry.Requests.Count);
    }

    [Fact]
    public async Task WhatAnotherProcessNotedLaterIsFoundWithinTheHour()
    {
        await _schemas.CatchUpAsync(CancellationToken.None);
        _registry.Register(5, "s", "\"int\"");
        await _archive.CreateAsync(MarkerName.MissingSchema(5), ObjectContent.FromBytes("{}"u8.ToArray()), CancellationToken.None);
        await _schemas.CatchUpAsync(CancellationToken.None);
        Assert.Empty(_registry.Requests);
        _clock.Advance(TimeSpan.FromHours(1));
        await _schemas.CatchUpAsync(CancellationToken.None);
        Assert.Contains(MarkerName.Schema(5), _archive.Names);
    }

    [Fact]
    public async Task AnIdThatTheRegistryDoesNotKnowIsAskedForOnceAndLeavesNothing()
    {
        for (int i = 0; i < 3; i++)
            await SeeAndKeepAsync(99);
        await _schemas.CatchUpAsync(CancellationToken.None);
        Assert.Single(_registry.Requests);
        Assert.Empty(_archive.Names);
    }

    [Fact]
    public async Task ValuesThatOnlyLookFramedAreLeftAloneAfterAHundredUnknownIds()
    {
        for (int id = 1; id <= 150; id++)
            await SeeAndKeepAsync(1000 + id);
        Assert.Equal(FramedSide.UnknownAtMost, _registry.Requests.Count);
        Assert.Equal(1, _log.Count("The values of orders begin as framed ones do", LogLevel.Warning));

        // Keys, and other topics, are another matter.
        _registry.Register(5, "s", "\"int\"");
        See(Framed.Of(5), []);
        await _schemas.KeepAsync(CancellationToken.None);
        Assert.Equal([MarkerName.Schema(5)], _archive.Names);
    }

    [Fact]
    public async Task IdsWithoutEndFillNeitherMemoryNorArchiveWhileTheRegistryIsAway()
    {
        _registry.Instead = (System.Net.HttpStatusCode.ServiceUnavailable, "{}");
        for (int id = 1; id <= 2 * FramedSide.UndecidedAtMost; id++)
            See([], Framed.Of(id));
        await _schemas.KeepAsync(CancellationToken.None);
        Assert.Equal(FramedSide.UndecidedAtMost, _archive.Names.Count);
        Assert.Single(_registry.Requests);
    }

    [Fact]
    public async Task NobodyReturnsBeforeTheSchemaThatAnotherPartitionIsStoringIsThere()
    {
        _registry.Register(7, "s", "\"int\"");
        var holding = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        var slow = new FaultyStore(_archive)
        {
            Before = async call =>
            {
                if (call.Operation == StoreOperation.Create)
                {
                    reached.SetResult();
                    await holding.Task;
                }
            },
        };
        _schemas = NewProcess(slow);
        See([], Framed.Of(7));
        Task first = _schemas.KeepAsync(CancellationToken.None);
        await reached.Task;
        Task second = _schemas.KeepAsync(CancellationToken.None);
        Assert.False(second.IsCompleted);
        holding.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal([MarkerName.Schema(7)], _archive.Names);
    }

    [Fact]
    public async Task ASilentRegistryHoldsUpOneSealAndNoMore()
    {
        _registry.IsSilent = true;
        _schemas = new SchemaArchive(_archive, _registry.NewClient(TimeSpan.FromMilliseconds(200)), _clock, _log.CreateLogger<SchemaArchive>());
        for (int id = 1; id <= 20; id++)
            See([], Framed.Of(id));
        await _schemas.KeepAsync(CancellationToken.None);
        Assert.Equal(20, _archive.Names.Count);
        Assert.Single(_registry.Requests);
    }

    private SchemaArchive NewProcess(IObjectStore? archive = null) =>
        new(archive ?? _archive, _registry.NewClient(), _clock, _log.CreateLogger<SchemaArchive>());

    private async Task SeeAndKeepAsync(int id)
    {
        See([], Framed.Of(id, 1, 2, 3));
        await _schemas.KeepAsync(CancellationToken.None);
    }

    private void See(byte[] key, byte[] value) =>
        _schemas.Saw(Orders, RecordEncoding.Encode(new Record(5, 1, key, value, [new RecordHeader("h", Framed.Of(500))])));

    private static string Compact(byte[] json) => Encoding.UTF8.GetString(json).Replace("\n", "", StringComparison.Ordinal)
        .Replace("\": ", "\":", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal);
}
