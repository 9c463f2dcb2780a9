using KafkaStore.Schemas.Reading;

namespace KafkaStore.Cli.Reader;

/// <summary><c>kafka-store-reader</c> over a container of another program: each record as JSON, one a line.</summary>
internal sealed class ForeignReading(ForeignFile file, ReaderRequest request)
{
    private const int WriteBytes = 256 * 1024;

    public async Task RunAsync(CancellationToken stopping)
    {
        if (request.IsOfArchivesAlone)
        {
            throw new UsageException(
                $"{file} is no archive's file, and of other programs' containers all records are read as JSON: only --limit, --output and --force go with it."
            );
        }

        using OutputFile? output = request.Output is { } name ? new OutputFile(name, request.Force) : null;
        Stream source = await file.OpenAsync(stopping);
        await using ForeignContainer container = await ForeignContainer.OpenAsync(source, file.ToString(), stopping);
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

    private async Task PrintAsync(ForeignContainer container, IOutput output, CancellationToken stopping)
    {
        var pending = new ArrayBufferWriter<byte>(2 * WriteBytes);
        using var json = new Utf8JsonWriter(pending);
        try
        {
            for (long count = 0; count < request.Limit && await container.WriteNextAsync(json, stopping); count++)
            {
                json.Flush();
                json.Reset();
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
