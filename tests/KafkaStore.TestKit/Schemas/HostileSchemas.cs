namespace KafkaStore.Tests.Schemas;

/// <summary>Schemas that are small as text and are not as anything else.</summary>
public static class HostileSchemas
{
    /// <summary>Each of n types names the one before it twice: 2^n paths.</summary>
    /// <param name="named">How it names it.</param>
    /// <param name="last">What the first of them is made of.</param>
    public static string Doubling(int times, string named = "\"{0}\"", string last = "\"null\"") =>
        Chain(times, last, previous => $$"""{"name":"a","type":{{Type(named, previous)}}},{"name":"b","type":{{Type(named, previous)}}}""");

    /// <summary>Each of n types names the one before it once: n levels, of which the text shows none.</summary>
    public static string Deep(int levels) => Chain(levels, "\"null\"", previous => $$"""{"name":"a","type":"{{previous}}"}""");

    public static string Record(string name, string fields) => $$"""{"type":"record","name":"{{name}}","fields":[{{fields}}]}""";

    /// <summary>A record with that one field.</summary>
    public static string Of(string type, string field = "a") => Record("top", $$"""{"name":"{{field}}","type":{{type}}}""");

    /// <summary>Types within types, all in the text.</summary>
    public static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("""{"type":"array","items":""", levels)) + "\"int\"" + new string('}', levels);

    private static string Chain(int length, string last, Func<string, string> fields) =>
        Record(
            "top",
            string.Join(
                ',',
                Enumerable
                    .Range(1, length)
                    .Select(i => Field(i, Record($"r{i}", fields($"r{i - 1}"))))
                    .Prepend(Field(0, Record("r0", $$"""{"name":"a","type":{{last}}}""")))
            )
        );

    private static string Type(string named, string name) => named.Replace("{0}", name);

    private static string Field(int number, string type) => $$"""{"name":"f{{number}}","type":{{type}}}""";
}
