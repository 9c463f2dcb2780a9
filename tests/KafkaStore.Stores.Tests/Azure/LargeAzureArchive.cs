using KafkaStore.Avro;
using KafkaStore.Containers;
using KafkaStore.Segments;

namespace KafkaStore.Stores.Tests.Azure;

/// <summary>
/// On Azurite, made once for the tests of a class: a partition whose one object has more than 64 MiB in the store, its values
/// being incompressible, and a partition with more than a thousand objects, one of which can be read.
/// </summary>
public sealed class LargeAzureArchive : IAsyncLifetime
{
    public const long FirstTimestamp = 1_772_366_400_000;
    public const int MillisecondsApart = 10;
    public const int Records = 4_200;
    public const int Neighbours = 600;
    public const int RecordsOfOneAmongMany = 1_000;

    private const int ValueBytes = 16 * 1024;
    private const long LeastBytes = 64 * 1024 * 1024;

    private AzureTestStore opened = null!;

    public static TopicPartition Large { get; } = new("orders", 0);

    public static TopicPartition Many { get; } = new("orders", 1);

    /// <summary>Base offset of the object of <see cref="Many"/> that can be read.</summary>
    public static long OneAmongMany => Neighbours * RecordsOfOneAmongMany;

    public ArchiveName LargeName { get; } = new(Large, 0);

    public long LargeBytes { get; private set; }

    public AzureStore Store => opened.Store;

    public FaultyProxy Proxy => opened.Proxy;

    /// <summary>The record at an offset; those of <see cref="Many"/> have only the beginning of its value.</summary>
    public static Record Expected(long offset)
    {
        byte[] value = new byte[ValueBytes];
        new Random((int)offset).NextBytes(value);
        return new Record(offset, FirstTimestamp + (offset * MillisecondsApart), null, value, []);
    }

    public async Task InitializeAsync()
    {
        opened = await AzureTestStore.OpenAsync(AzureTuning.Default);
        await CreateAsync(LargeName, Records);
        LargeBytes = (await Store.FindAsync(LargeName.ToString(), default))!.Length;
        Assert.InRange(LargeBytes, LeastBytes, 2 * LeastBytes);
        await CreateAsync(new ArchiveName(Many, OneAmongMany), RecordsOfOneAmongMany, each: 100);
        await Parallel.ForAsync(
            0,
            (2 * Neighbours) + 1,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (index, token) =>
            {
                if (index != Neighbours)
                {
                    string name = new ArchiveName(Many, index * RecordsOfOneAmongMany).ToString();
                    await opened
                        .Container.GetBlobClient("archive/" + name)
                        .UploadAsync(new BinaryData(index.ToString(CultureInfo.InvariantCulture)), token);
                }
            }
        );
    }

    public Task DisposeAsync() => opened.DisposeAsync().AsTask();

    private async Task CreateAsync(ArchiveName name, int count, int each = ValueBytes)
    {
        using var body = new ContainerBody(name, ContainerCodec.Deflate(1), new SpoolFile(), 2);
        for (long offset = name.BaseOffset; offset < name.BaseOffset + count; offset++)
        {
            Record record = Expected(offset);
            await body.AppendAsync(RecordEncoding.Encode(record with { Value = record.Value!.Value[..each] }));
        }

        var segment = new SegmentFacts(await body.CompleteAsync(), RollReason.Count, "test", Sha256Hash.FromBytes(new byte[32]));
        await Store.CreateAsync(name.ToString(), new ContainerContent(body, segment.ToMetadata()), default);
    }
}
