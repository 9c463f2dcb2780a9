using KafkaStore.Benchmarks.Archiving;
using KafkaStore.Benchmarks.Growth;
using KafkaStore.Benchmarks.Peers;

namespace KafkaStore.Benchmarks.Marks;

/// <summary>Everything there is a mark for, or a part of it, as tables.</summary>
internal sealed class MarksCommand
{
    // What one thread decompresses in some seconds.
    private const long MostBytesToRead = 2_000_000_000;

    private readonly Bench bench;
    private readonly Options options;
    private readonly List<Mark> marks = [];

    private MarksCommand(Options options)
    {
        this.options = options;
        bench = Bench.Of(options);
    }

    /// <summary>In a file, after each part of a run that takes hours.</summary>
    private string TablesPath => Path.Combine(bench.Folder, "tables.md");

    /// <param name="which">marks for all, or memory, growth, start, readers, app.</param>
    public static async Task<int> RunAsync(string which, Options options)
    {
        var command = new MarksCommand(options);
        await command.MeasureAsync(which);
        Console.WriteLine(await File.ReadAllTextAsync(command.TablesPath));
        return 0;
    }

    private async Task MeasureAsync(string which)
    {
        long bytes = options.Bytes("size", "5GB");
        Progress.Say($"what is measured until now is always in {TablesPath}");
        if (which is "marks")
        {
            await NoteAsync(await ThroughputMarks.MeasureAsync(bench, bytes));
            bench.Tables.Add(await PeerTable.MeasureAsync(bench));
        }

        if (which is "marks" or "memory")
            await NoteAsync(await MemoryMarks.MeasureAsync(bench, bytes));
        if (which is "marks" or "growth")
            await NoteAsync(await GrowthMarks.MeasureAsync(bench, bytes, options));
        if (which is "marks" or "start")
            await NoteAsync(await StartMarks.MeasureAsync(bench));
        if (which is "marks" or "app")
            await NoteAsync(await AppMarks.MeasureAsync(bench));
        if (which is "marks" or "readers")
            await NoteAsync(await ReaderMarks.MeasureAsync(bench, Math.Min(bytes, MostBytesToRead)));
    }

    private Task NoteAsync(IEnumerable<Mark> more)
    {
        marks.AddRange(more);
        return File.WriteAllTextAsync(TablesPath, $"{Machine.Describe()}\n\n{Mark.TableOf(marks)}\n{bench.WriteTables()}");
    }
}
