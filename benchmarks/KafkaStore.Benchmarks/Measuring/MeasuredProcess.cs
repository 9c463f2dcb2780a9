namespace KafkaStore.Benchmarks.Measuring;

/// <summary>Runs programs, one at a time, since the system counts the processor time of all ended children together.</summary>
internal static class MeasuredProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs a .NET program to its end, which has to be a good one.</summary>
    /// <param name="watch">Called all 20 ms with what the program has used until then.</param>
    public static Task<ProcessFigures> RunDotnetAsync(string dll, IEnumerable<string> arguments, Action<Glance>? watch = null) =>
        RunAsync("dotnet", [dll, .. arguments], watch);

    /// <summary>Runs a command of this program in a process of its own.</summary>
    public static Task<ProcessFigures> RunSelfAsync(params string[] arguments) =>
        RunDotnetAsync(typeof(MeasuredProcess).Assembly.Location, arguments);

    /// <inheritdoc cref="RunDotnetAsync"/>
    public static async Task<ProcessFigures> RunAsync(string program, string[] arguments, Action<Glance>? watch = null)
    {
        string collections = Path.Combine(Path.GetTempPath(), $"kafka-store-benchmark-{Environment.ProcessId}.collections");
        File.Delete(collections);
        TimeSpan before = EndedChildren.ProcessorTime;
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(StartOf(program, arguments, collections))!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<List<(TimeSpan At, string Text)>> said = ListenAsync(process.StandardError, started);
            long peak = await WatchAsync(process, started, watch);
            TimeSpan wall = Stopwatch.GetElapsedTime(started);
            string[] lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (process.ExitCode != 0)
            {
                throw new MeasurementException(
                    $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {string.Join('\n', (await said).Select(line => line.Text))}"
                );
            }

            var figures = new ProcessFigures(
                wall,
                EndedChildren.ProcessorTime - before,
                peak,
                lines,
                await said,
                CollectionFigures.Read(collections)
            );
            File.Delete(collections);
            return figures;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static ProcessStartInfo StartOf(string program, string[] arguments, string collections)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(MeasuredProcess).Assembly.Location;
        start.Environment[StartupHook.Variable] = collections;
        return start;
    }

    private static async Task<List<(TimeSpan At, string Text)>> ListenAsync(StreamReader reader, long started)
    {
        var lines = new List<(TimeSpan, string)>();
        while (await reader.ReadLineAsync() is { } line)
            lines.Add((Stopwatch.GetElapsedTime(started), line));
        return lines;
    }

    private static async Task<long> WatchAsync(Process process, long started, Action<Glance>? watch)
    {
        long peak = 0;
        Task ended = process.WaitForExitAsync();
        while (!ended.IsCompleted)
        {
            peak = Math.Max(peak, LiveProcess.PeakBytes(process.Id));
            watch?.Invoke(new Glance(Stopwatch.GetElapsedTime(started), LiveProcess.ProcessorTime(process.Id)));
            await Task.WhenAny(ended, Task.Delay(Interval));
        }

        await ended;
        return peak;
    }
}
