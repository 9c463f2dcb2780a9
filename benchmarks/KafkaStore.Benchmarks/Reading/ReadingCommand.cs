namespace KafkaStore.Benchmarks.Reading;

/// <summary>Seeking, streaming over HTTP, and restoring; DIR keeps the archives for the next run.</summary>
internal static class ReadingCommand
{
    public static async Task<int> RunAsync(Options options)
    {
        string folder = options.Words is [_, var given] ? given : Path.Combine(Path.GetTempPath(), "kafka-store-benchmark");
        switch (options.Words is [var word, ..] ? word : null)
        {
            case "seek":
                await Seek.RunAsync(Path.Combine(folder, "seek"));
                return 0;
            case "stream":
                await Streaming.RunAsync(Path.Combine(folder, "stream"));
                return 0;
            case "restore":
                await Restoring.RunAsync(Path.Combine(folder, "restore"));
                return 0;
            case "serve":
                await ServerProcess.RunAsync(Path.Combine(folder, "stream"));
                return 0;
            default:
                throw new MeasurementException(
                    "reading takes seek, stream or restore, and a folder that keeps the archives for the next run."
                );
        }
    }
}
