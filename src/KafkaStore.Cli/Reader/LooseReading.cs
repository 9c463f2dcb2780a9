using KafkaStore.Avro;
using KafkaStore.Cli.Reader.Formats;
using KafkaStore.Containers;

namespace KafkaStore.Cli.Reader;

/// <summary>
/// <c>kafka-store-reader</c> over one file of an archive that lies outside its folders, downloaded alone perhaps, or comes from a pipe:
/// its header says which it is.
/// </summary>
/// <param name="blocks">Behind its header.</param>
/// <param name="facts">What that says.</param>
/// <param name="name">Where it was found, for people.</param>
internal sealed class LooseReading(BlockReader blocks, ContainerFacts facts, string name, ReaderRequest request)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        ThrowIfItTakesAnArchive();
        using OutputFile? output = request.Output is { } file ? new OutputFile(file, request.Force) : null;
        using var key = new BytesMember("key", request.Key, null);
        using var value = new BytesMember("value", request.Value, null);
        TopicPartition partition = facts.Name.Partition;
        IRecordFormat format = RecordFormats.Create(request, partition.Topic, partition, key, value);
        try
        {
            var printer = new RecordPrinter(output is null ? new StandardOutput() : output, format);
            try
            {
                await PrintAsync(printer, stopping);
            }
            finally
            {
                printer.Flush(); // what could be read before a damage is printed too
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && output is not null)
        {
            throw new CommandFailedException($"stopped before the end; {request.Output} was not written.");
        }
        catch (BrokenPipeException)
        {
            // Nobody reads any more.
        }

        output?.Complete();
    }

    private void ThrowIfItTakesAnArchive()
    {
        string? given =
            request.Wait ? "--wait"
            : request.Partitions is not null ? "--partition"
            : request.Catalog is not null ? "--mysql-metadata-url"
            : request.Key == BytesFormat.Avro ? "--key-format avro"
            : request.Value == BytesFormat.Avro ? "--value-format avro"
            : null;
        if (given is not null)
        {
            throw new UsageException(
                $"{name} is the file {facts.Name} of an archive, alone: {given} takes the archive around it. Give the path there, or leave it out."
            );
        }
    }

    private async Task PrintAsync(RecordPrinter printer, CancellationToken stopping)
    {
        var reader = ContainerReader.Over(blocks, name);
        RecordRange range = request.RangeOf(facts.Name.Partition, facts.Name.BaseOffset);
        long records = 0;
        while (await reader.ReadBlockAsync(stopping) is { } block)
        {
            foreach (Record record in block.Records(reader.Layout, facts.Name.BaseOffset + records))
            {
                if (record.Offset >= range.ToOffset || printer.Count >= request.Limit)
                    return;
                if (range.Includes(record))
                    await printer.PrintAsync(facts.Name, record, stopping);
                records++;
            }
        }

        if (records != facts.Records)
            throw new DamagedContainerException($"{name} is damaged: it has {records} records where its header says {facts.Records}.");
    }
}
