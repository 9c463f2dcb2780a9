using System.Text;
using KafkaStore.Avro;
using KafkaStore.Containers;
using KafkaStore.Naming;
using KafkaStore.Reading.Objects;
using KafkaStore.Records;
using KafkaStore.Segments;
using KafkaStore.Storage.Local;

namespace KafkaStore.Benchmarks.Reading;

/// <summary>An archive on the local store: JSON values of about 200 bytes, as an event stream has them.</summary>
internal static class BenchmarkArchive
{
    public static TopicPartition Partition { get; } = new("events", 0);

    /// <summary>Makes it, unless the folder has it already; returns its end.</summary>
    /// <param name="folder">Made if missing.</param>
    /// <param name="objectBytes">Encoded size of each, uncompressed.</param>
    public static Task<(LocalObjectStore Store, long End)> OpenAsync(string folder, int objects, long objectBytes) =>
        OpenAsync(folder, Partition, objects, objectBytes);

    /// <inheritdoc cref="OpenAsync(string, int, long)"/>
    public static async Task<(LocalObjectStore Store, long End)> OpenAsync(
        string folder,
        TopicPartition partition,
        int objects,
        long objectBytes
    )
    {
        Directory.CreateDirectory(folder);
        LocalObjectStore store = await LocalObjectStore.OpenAsync(folder, createIfMissing: true);
        var archive = new ArchiveObjects(store);
        long next = 0;
        for (int number = 0; number < objects; number++)
        {
            var name = new ArchiveName(partition, next);
            ArchiveObject? existing = await archive.FindAsync(name, CancellationToken.None);
            next = existing?.NextOffset ?? await WriteAsync(store, name, objectBytes);
        }

        return (store, next);
    }

    private static async Task<long> WriteAsync(LocalObjectStore store, ArchiveName name, long objectBytes)
    {
        using var body = new ContainerBody(name, ContainerCodec.Deflate(), new SpoolFile(), Environment.ProcessorCount);
        var random = new Random((int)(name.BaseOffset % int.MaxValue));
        long bytes = 0;
        for (long offset = name.BaseOffset; bytes < objectBytes; offset++)
        {
            EncodedRecord record = RecordEncoding.Encode(Make(offset, random));
            bytes += record.Bytes.Length;
            await body.AppendAsync(record);
        }

        ContainerFacts facts = await body.CompleteAsync();
        var segment = new SegmentFacts(facts, RollReason.Size, SegmentPolicy.Default.ToString(), ChainHash.Origin(name));
        await store.CreateAsync(name.ToString(), new ContainerContent(body, segment.ToMetadata()), CancellationToken.None);
        return facts.NextOffset;
    }

    private static Record Make(long offset, Random random)
    {
        string value =
            $$"""{"id":"{{random.NextInt64():x16}}","user":{{random.Next(100_000)}},"action":"{{(random.Next(3) == 0 ? "purchase" : "view")}}","path":"/catalogue/{{random.Next(5000)}}/item","amount":{{random.Next(100_000) / 100.0}},"agent":"Mozilla/5.0 (X11; Linux x86_64)","session":"{{random.NextInt64():x16}}"}""";
        return new Record(
            offset,
            1_700_000_000_000 + offset,
            Encoding.UTF8.GetBytes($"user-{random.Next(100_000)}"),
            Encoding.UTF8.GetBytes(value),
            []
        );
    }
}
