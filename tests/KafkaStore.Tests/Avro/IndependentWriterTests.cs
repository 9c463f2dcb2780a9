namespace KafkaStore.Tests.Avro;

/// <summary>What a library that is not ours writes is read by us, the original tool's containers before all.</summary>
public sealed class IndependentWriterTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-tests-");

    public void Dispose() => folder.Delete(recursive: true);

    [PythonAvroFact]
    public async Task OriginalsContainersAreReadWithOffsetsCountedFromTheBase()
    {
        const long Base = 4_000_000_000;
        Record[] records =
        [
            .. SampleRecords.Varied(seed: 22, count: 2_000).Select((record, i) => record with { Offset = Base + i, Headers = [] }),
        ];

        await using ContainerReader reader = await WriteAsync(RecordLayoutTests.OriginalSchema, "deflate", records, recordsABlock: 37);

        Assert.False(reader.Layout.HasOffset);
        Assert.Null(ContainerFacts.Parse(reader.Header));
        SampleContainers.AssertEqual(records, await SampleContainers.ReadAsync(reader, Base));
    }

    [PythonAvroFact]
    public async Task OriginalsContainerWithoutRecordsIsRead()
    {
        await using ContainerReader reader = await WriteAsync(RecordLayoutTests.OriginalSchema, "deflate", [], recordsABlock: 1);

        Assert.Empty(await SampleContainers.ReadAsync(reader));
    }

    [PythonAvroFact]
    public async Task OurSchemaFromAnotherWriterGivesTheRecordsAndTheirBytes()
    {
        IReadOnlyList<Record> records = SampleRecords.Varied(seed: 23, count: 1_000);

        await using ContainerReader reader = await WriteAsync(
            Encoding.UTF8.GetString(MessageSchema.Utf8.Span),
            "null",
            records,
            recordsABlock: 100
        );

        Assert.True(reader.Layout.IsCurrent);
        int at = 0;
        while (await reader.ReadBlockAsync(default) is { } block)
        {
            foreach (EncodedRecord encoded in block.EncodedRecords())
            {
                Assert.True(encoded.Bytes.Span.SequenceEqual(RecordEncoding.Encode(records[at]).Bytes.Span));
                Assert.Equal(SampleRecords.Text(records[at++]), SampleRecords.Text(RecordEncoding.Decode(encoded)));
            }
        }

        Assert.Equal(records.Count, at);
    }

    private async Task<ContainerReader> WriteAsync(string schema, string codec, IReadOnlyList<Record> records, int recordsABlock)
    {
        string path = Path.Combine(folder.FullName, "written");
        bool original = schema == RecordLayoutTests.OriginalSchema;
        PythonAvro.Run("write_containers.py", RecordJson.Lines(records, original), schema, codec, recordsABlock.ToString(), path);
        return await ContainerReader.OpenAsync(File.OpenRead(path), "written", default);
    }
}
