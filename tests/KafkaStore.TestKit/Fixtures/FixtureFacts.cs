using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace KafkaStore.Tests.Fixtures;

/// <summary>What <c>expected.json</c> says of a case beside its records.</summary>
/// <param name="About">What the case is, in a sentence.</param>
/// <param name="Policy">Under which it was written and is continued, as an object's header has it.</param>
/// <param name="Codec">Of its objects: <c>deflate</c> or <c>null</c>.</param>
/// <param name="Partitions">Each that has anything archived or staged.</param>
public sealed record FixtureFacts(string About, string Policy, string Codec, IReadOnlyList<FixturePartition> Partitions)
{
    public const string FileName = "expected.json";

    /// <summary>Names of damaged chunks that were set aside.</summary>
    public IReadOnlyList<string> SetAside { get; init; } = [];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static FixtureFacts Read(string folder) =>
        JsonSerializer.Deserialize<FixtureFacts>(File.ReadAllText(Path.Combine(folder, FileName)), Json)!;

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");
}

/// <param name="Name">As <c>orders/000000</c>.</param>
/// <param name="Archived">The checkpoint: all below is archived, lost, or no record.</param>
/// <param name="Accepted">Where a broker's delivery goes on: all below is archived, staged, proved empty, lost, or left to be asked for.</param>
/// <param name="LogStart">The first offset that the broker still has when the case is continued.</param>
/// <param name="Objects">Archive objects in their order.</param>
public sealed record FixturePartition(string Name, long Archived, long Accepted, long LogStart, IReadOnlyList<FixtureObject> Objects)
{
    /// <summary>Offset ranges that are noted as lost, as <c>3-6</c>, the second exclusive.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>The kind of the fault that the next seal must find again; null for none.</summary>
    public string? Fault { get; init; }
}

/// <param name="Name">Full name.</param>
/// <param name="Next">Its next offset.</param>
/// <param name="Records">How many; null where the object does not say.</param>
/// <param name="Reason">Why it ended; likewise.</param>
/// <param name="RecordsSha256">Digest of its records; likewise.</param>
public sealed record FixtureObject(string Name, long Next, long? Records, string? Reason, string? RecordsSha256);
