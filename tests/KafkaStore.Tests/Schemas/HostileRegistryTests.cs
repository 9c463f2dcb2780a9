namespace KafkaStore.Tests.Schemas;

/// <summary>
/// A registry in which anybody may register anything: what it answers ends soon, costs little, and is a sentence where a value that
/// names it is read.
/// </summary>
public sealed class HostileRegistryTests : IDisposable
{
    private const int Id = 1;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private readonly FakeRegistry registry = new();
    private readonly MemoryObjectStore archive = new();
    private readonly FakeTimeProvider clock = new(TestTime.Epoch);

    /// <summary>What the registry is made to say, and how what it says of schema 1 is refused; null for a value of no bytes.</summary>
    private static readonly Dictionary<string, (Action<FakeRegistry> Plant, string? Refused)> All = new()
    {
        ["2^45 paths"] = (registry => registry.Register(Id, "s", HostileSchemas.Doubling(45)), "Schema 1 can't be used: its types unfold"),
        ["2^20 paths"] = (registry => registry.Register(Id, "s", HostileSchemas.Doubling(20)), "Schema 1 can't be used: its types unfold"),
        ["2^45 paths through references"] = (
            registry => Chain(registry, 45, "\"null\"", "\"NEXT\"", "\"NEXT\""),
            "Schema 1 can't be used: its types unfold"
        ),
        ["1,200 levels through references"] = (
            registry => Chain(registry, 60, "\"null\"", Wrapped(20, "\"NEXT\"")),
            "Schema 1 can't be used: its types nest deeper than 500 levels"
        ),
        ["references in a circle"] = (
            registry =>
            {
                registry.Register(2, "other", "\"int\"", null, ("S", "s", 1));
                registry.Register(Id, "s", HostileSchemas.Of("\"null\""), null, ("O", "other", 1), ("S", "s", 1));
            },
            null
        ),
        ["one reference, 100 times"] = (
            registry =>
            {
                registry.Register(2, "other", "\"int\"");
                registry.Register(Id, "s", HostileSchemas.Of("\"null\""), null, [.. Enumerable.Repeat(("O", "other", 1), 100)]);
            },
            null
        ),
        ["3,000 references"] = (
            registry =>
                registry.Register(
                    Id,
                    "s",
                    HostileSchemas.Of("\"null\""),
                    null,
                    [.. Enumerable.Range(1, 3_000).Select(i => ("N", $"n{i}", i))]
                ),
            "Schema 1 is not stored in "
        ),
        ["a subject that climbs out"] = (
            registry => registry.Register(Id, "s", HostileSchemas.Of("\"null\""), null, ("P", "../../../etc/passwd", 1)),
            "Schema 1 names P, version 1 of ../../../etc/passwd, which the registry had no more"
        ),
        ["200 MB in 200 KB"] = (
            registry =>
            {
                registry.InsteadOf[Id] = (HttpStatusCode.OK, FakeRegistry.SchemaOf(200));
                registry.Compress();
            },
            "Schema 1 is not stored in "
        ),
        ["a schema that is a number"] = (
            registry => registry.InsteadOf[Id] = (HttpStatusCode.OK, """{"schema":1}"""),
            "Schema 1 is not stored in "
        ),
        ["JSON without end"] = (
            registry => registry.InsteadOf[Id] = (HttpStatusCode.OK, new string('[', 5_000_000)),
            "Schema 1 is not stored in "
        ),
        ["a schema of 200,000 fields"] = (
            registry =>
                registry.Register(
                    Id,
                    "s",
                    HostileSchemas.Record(
                        "top",
                        string.Join(',', Enumerable.Range(0, 200_000).Select(i => $$"""{"name":"f{{i}}","type":"null"}"""))
                    )
                ),
            "Schema 1 can't be used: it has more than 100,000 types"
        ),
    };

    public static TheoryData<string> Kinds() => [.. All.Keys];

    public void Dispose() => registry.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WhatItSaysEndsSoonAndIsASentence(string kind)
    {
        (Action<FakeRegistry> plant, string? refused) = All[kind];
        plant(registry);
        registry.Register(99, "good", "\"int\"");
        long start = Stopwatch.GetTimestamp();
        using (var schemas = new SchemaArchive(archive, registry.NewClient(), clock, NullLogger<SchemaArchive>.Instance))
        {
            foreach (int id in (int[])[Id, 99])
                schemas.Saw(new TopicPartition("t", 0), RecordEncoding.Encode(new Record(0, 0, null, Framed.Of(id), [])));
            await schemas.KeepAsync(default);
        }

        var output = new MemoryStream();
        string? problem;
        await using (var json = new Utf8JsonWriter(output))
            problem = await new AvroValueReader(new StoredSchemas(archive, clock)).WriteAsync(json, Framed.Of(Id), default);
        Assert.True(Stopwatch.GetElapsedTime(start) < Soon, $"{Stopwatch.GetElapsedTime(start)}");
        Assert.Contains(MarkerName.Schema(99), archive.Names);
        Assert.All(archive.Names, name => Assert.Matches("^~kafka-store/schemas/(missing/)?[0-9]+$", name));
        Assert.InRange(archive.Names.Count, 2, 103);
        if (refused is null)
        {
            Assert.Null(problem);
            Assert.Equal("""{"a":null}""", Encoding.UTF8.GetString(output.ToArray()));
        }
        else
        {
            Assert.StartsWith(refused, problem);
            Assert.DoesNotContain('\n', problem!);
            Assert.Equal(0, output.Length);
        }
    }

    // Schema 1 names the next by each of the types, and so on; the last is of that type.
    private static void Chain(FakeRegistry registry, int length, string last, params string[] types)
    {
        for (int id = 1; id <= length; id++)
        {
            string fields = string.Join(',', types.Select((type, i) => $$"""{"name":"f{{i}}","type":{{type}}}"""));
            string text = HostileSchemas.Record($"r{id}", fields.Replace("WRAP", $"w{id}").Replace("NEXT", $"r{id + 1}"));
            if (id < length)
                registry.Register(id, $"s{id}", text, null, ($"r{id + 1}", $"s{id + 1}", 1));
            else
                registry.Register(id, $"s{id}", HostileSchemas.Record($"r{id}", $$"""{"name":"a","type":{{last}}}"""));
        }
    }

    private static string Wrapped(int levels, string type)
    {
        for (int i = 0; i < levels; i++)
            type = """{"type":"array","items":TYPE}""".Replace("TYPE", type);
        return type;
    }
}
