using KafkaStore.Avro;
using KafkaStore.Containers;
using KafkaStore.Reading.Formats;
using KafkaStore.Schemas.Reading;

namespace KafkaStore.Cli.Reader;

/// <summary>
/// <c>kafka-store-reader</c> over a container that lies in no archive: one of another program, each record as JSON, one a line, or an
/// archive's own.
/// </summary>
internal sealed class ForeignReading(ForeignFile file, ReaderRequest request)
{
    private const int WriteBytes = 256 * 1024;

    public async Task RunAsync(CancellationToken stopping)
    {
        await using BlockReader blocks = await OpenAsync(stopping);
        if (ContainerFacts.Parse(blocks.Header) is { } facts)
        {
            await new LooseReading(blocks, facts, file.ToString(), request).RunAsync(stopping);
            return;
        }

        if (request.IsOfArchivesAlone)
            throw NoArchives();
        using OutputFile? output = request.Output is { } name ? new OutputFile(name, request.Force) : null;
        await using ForeignContainer container = await ForeignContainer.OverAsync(blocks, file.ToString());
        try
        {
            await PrintAsync(container, output is null ? new StandardOutput() : output, stopping);
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

    private async Task<BlockReader> OpenAsync(CancellationToken stopping)
    {
        try
        {
            return await ForeignContainer.OpenBlocksAsync(await file.OpenAsync(stopping), file.ToString(), stopping);
        }
        catch (DamagedContainerException) when (request.IsOfArchivesAlone)
        {
            throw NoArchives();
        }
    }

    private UsageException NoArchives() =>
        new(
            $"{file} is no archive's file, and of other programs' containers all records are read as JSON: only --limit, --output and --force go with it."
        );

    private async Task PrintAsync(ForeignContainer container, IOutput output, CancellationToken stopping)
    {
        var pending = new ArrayBufferWriter<byte>(2 * WriteBytes);
        var record = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(record);
        try
        {
            for (long count = 0; count < request.Limit && await container.WriteNextAsync(json, stopping); count++)
            {
                json.Flush();
                json.Reset();
                JsonText.Copy(record.WrittenSpan, pending);
                record.ResetWrittenCount();
                pending.Write("\n"u8);
                stopping.ThrowIfCancellationRequested();
                if (pending.WrittenCount < WriteBytes)
                    continue;
                output.Write(pending.WrittenSpan);
                pending.ResetWrittenCount();
            }
        }
        finally
        {
            output.Write(pending.WrittenSpan); // what could be read before a damage is printed too
        }
    }
}
