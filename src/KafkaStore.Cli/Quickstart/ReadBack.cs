namespace KafkaStore.Cli.Quickstart;

/// <summary>Reads a whole archive of a topic and compares every record with what was written to it.</summary>
internal sealed class ReadBack(ArchiveObjects objects, string topic, ProducedRecords produced)
{
    private readonly List<ObjectRow> rows = [];

    /// <summary>One an archive object, by partition and offset.</summary>
    public IReadOnlyList<ObjectRow> Rows => rows;

    /// <summary>Records that came back.</summary>
    public long Count { get; private set; }

    /// <summary>What is wrong with the first record that is; null when each came back once, in order and unchanged.</summary>
    public string? Problem { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var chain = new ArchiveChainReader(objects, TimeProvider.System);
        for (int partition = 0; partition < produced.Partitions; partition++)
        {
            long next = 0;
            var first = new ArchiveName(new TopicPartition(topic, partition), 0);
            IAsyncEnumerable<ArchivedBlock> blocks = chain.ReadAsync(
                first,
                (_, _) => ValueTask.CompletedTask,
                wait: false,
                cancellationToken
            );
            await foreach (ArchivedBlock block in blocks)
            {
                Note(block);
                foreach (Record record in block.Records)
                {
                    if (record.Offset != next || !produced.Matches(partition, record))
                        Problem ??= $"{block.Name}: offset {record.Offset} came where {next} was to come, or differs from what was written";
                    next = record.Offset + 1;
                    Count++;
                }
            }
        }

        if (Count != produced.Count)
            Problem ??= $"{produced.Count - Count} records did not come back";
    }

    private void Note(ArchivedBlock block)
    {
        if (rows.Count == 0 || rows[^1].Object.Name != block.Name)
            rows.Add(new ObjectRow(block.Object, 0));
        rows[^1] = rows[^1] with { RecordBytes = rows[^1].RecordBytes + block.Bytes };
    }
}

/// <summary>An archive object and the size of its records before compression.</summary>
internal readonly record struct ObjectRow(ArchiveObject Object, long RecordBytes);
