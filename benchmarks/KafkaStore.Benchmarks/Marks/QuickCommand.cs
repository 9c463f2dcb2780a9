using KafkaStore.Benchmarks.Archiving;

namespace KafkaStore.Benchmarks.Marks;

/// <summary>
/// A small run that fails only where something is far off, by ratios of processor time and by memory, which a busy machine disturbs
/// little. The code is still being compiled for much of so short a run: the lines here are no marks.
/// </summary>
internal static class QuickCommand
{
    private const long Bytes = 120_000_000;

    public static async Task<int> RunAsync(Options options)
    {
        var bench = Bench.Of(options, Bytes / 2);
        Comparison run = await bench.CompareAsync(Load.OfSize(Bytes, 6, 900), new ArchiveSettings());
        Mark[] marks =
        [
            Mark.AtMost("CPU-s a GB beyond consuming and compressing", run.BeyondPerGB, 100, "0.0"),
            Mark.AtMost("resident MB with 6 partitions", run.Run.Process.PeakBytes / 1e6, 600, "0"),
            Mark.AtMost("bytes read from the broker, as a share of the topic's", run.Run.BytesSent / 1e9 / run.Gigabytes, 1.5, "0 %"),
            Mark.AtMost("the broker's own CPU, as a share of the archiver's", run.Run.BrokerCpu / run.Run.Process.Cpu, 0.5, "0 %"),
        ];
        Console.WriteLine(Machine.Describe());
        Console.WriteLine();
        Console.WriteLine(Mark.TableOf(marks));
        Console.WriteLine(bench.WriteTables());
        if (Array.TrueForAll(marks, mark => mark.IsMet))
            return 0;
        await Console.Error.WriteLineAsync("error: archiving takes far more than it should; see the lines that are not met.");
        return 1;
    }
}
