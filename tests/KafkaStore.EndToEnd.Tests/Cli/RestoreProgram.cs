using KafkaStore.Avro;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary><c>kafka-store restore</c> of the archived orders into a broker, and what both have, to be compared.</summary>
internal sealed class RestoreProgram(ArchivedOrders orders, string brokers)
{
    public Task<ToolRun> RunAsync(params string[] arguments) => KafkaStoreProcess.RunAsync(Arguments(arguments));

    /// <summary>The program has a checkpoint of its own, unless they name one.</summary>
    public string[] Arguments(params string[] arguments) =>
        [
            .. Words($"restore --to-broker {brokers} --local-store {orders.Archive.Path}"),
            .. arguments,
            .. arguments.Contains("--state") ? Array.Empty<string>() : ["--state", orders.NewPath("state")],
        ];

    /// <summary>All of each record but its offset.</summary>
    public static string[] Contents(IEnumerable<Record> records) =>
        [.. records.Select(record => Convert.ToHexString(RecordEncoding.Encode(record with { Offset = 0 }).Bytes.Span))];

    /// <summary>Names and bytes of an archive's objects, whose headers have the records digests.</summary>
    public static string[] Digests(ArchiveFolder folder) =>
        [.. folder.Objects().Select(name => $"{name} {Convert.ToHexStringLower(SHA256.HashData(folder.BytesOf(name)))}")];
}
