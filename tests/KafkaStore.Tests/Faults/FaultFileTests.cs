namespace KafkaStore.Tests.Faults;

public sealed class FaultFileTests
{
    private static readonly TopicPartition Orders5 = new("orders", 5);
    private static readonly TopicPartition Recreated = new("orders~g1", 1_234_567);
    private static readonly PartitionFault Conflict = new(FaultKind.Conflict, "It differs.") { Offset = 17 };

    private readonly MemoryObjectStore store = new("memory:staging");
    private readonly FaultFiles files;

    public FaultFileTests() => files = new FaultFiles(store);

    [Fact]
    public async Task WhatIsNotedIsFoundAndListedUntilItIsCleared()
    {
        Assert.Null(await files.FindAsync(Orders5, default));
        await NoteAsync(Orders5, Conflict);
        await NoteAsync(Recreated, Conflict with { Offset = null });
        Assert.Equal(["~faults/orders/000005.json", "~faults/orders~g1/1234567.json"], store.Names);
        Assert.Equal(Conflict, await files.FindAsync(Orders5, default));
        Assert.Equal([Orders5, Recreated], (await files.ListAsync(default)).Keys);
        await files.ClearAsync(Orders5, default);
        await files.ClearAsync(Orders5, default);
        Assert.Equal([Recreated], (await files.ListAsync(default)).Keys);
    }

    [Fact]
    public async Task TheFirstThatIsNotedStands()
    {
        await NoteAsync(Orders5, Conflict);
        Assert.Equal(Conflict, await NoteAsync(Orders5, new PartitionFault(FaultKind.StagingLost, "Gone.")));
        Assert.Equal(Conflict, await files.FindAsync(Orders5, default));
    }

    [Fact]
    public async Task TheFileIsVersionedAndSaysWhenItWasNoted()
    {
        await NoteAsync(Orders5, Conflict);
        string text = Encoding.UTF8.GetString(store.BytesOf("~faults/orders/000005.json"));
        Assert.All(
            ["\"version\": 1", "\"kind\": \"Conflict\"", "\"offset\": 17", "\"notedAt\": \"1970-01-01T00:00:00"],
            part => Assert.Contains(part, text, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("", "damaged")]
    [InlineData("{\"version\":1,", "damaged")]
    [InlineData("null", "damaged")]
    [InlineData("{\"version\":2,\"kind\":\"Conflict\",\"message\":\"m\"}", "version 2")]
    [InlineData("{\"version\":1,\"kind\":\"Later\",\"message\":\"m\"}", "this version knows")]
    [InlineData("{\"version\":1,\"kind\":\"3\",\"message\":\"m\"}", "this version knows")]
    [InlineData("{\"version\":1,\"kind\":\"Conflict\"}", "this version knows")]
    public async Task WhatCantBeReadIsAFaultAllTheSame(string json, string why)
    {
        await store.CreateAsync(FaultName.Of(Orders5), ObjectContent.FromBytes(Encoding.UTF8.GetBytes(json)), default);
        PartitionFault fault = (await files.FindAsync(Orders5, default))!;
        Assert.Equal(FaultKind.Unknown, fault.Kind);
        Assert.Contains("memory:staging/~faults/orders/000005.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.Equal(fault, await NoteAsync(Orders5, Conflict));
    }

    [Theory]
    [InlineData("~faults/orders/000005.json", true)]
    [InlineData("~faults/orders~g1/000005.json", true)]
    [InlineData("~faults/orders/5.json", false)]
    [InlineData("~faults/orders/000005.json/x", false)]
    [InlineData("~faults/orders/000005/x.json", false)]
    [InlineData("~faults/or ders/000005.json", false)]
    [InlineData("~faults/000005.json", false)]
    [InlineData("orders/000005.json", false)]
    public void NamesAreReadAsTheyAreWritten(string name, bool valid)
    {
        Assert.Equal(valid, FaultName.TryParse(name, out TopicPartition partition));
        if (valid)
            Assert.Equal(name, FaultName.Of(partition));
    }

    private Task<PartitionFault> NoteAsync(TopicPartition partition, PartitionFault fault) =>
        files.NoteAsync(partition, fault, DateTimeOffset.UnixEpoch, default);
}
