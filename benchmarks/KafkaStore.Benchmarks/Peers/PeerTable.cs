using KafkaStore.Benchmarks.Archiving;

namespace KafkaStore.Benchmarks.Peers;

/// <summary>Other writers of Avro containers, given the same records and the same codec, beside ours.</summary>
internal static class PeerTable
{
    private const int RecordBytes = 900;
    private const long Bytes = 256_000_000;
    private const long SlowBytes = 32_000_000;

    public static async Task<Table> MeasureAsync(Bench bench)
    {
        Progress.Say("other writers of Avro containers");
        string records = Path.Combine(bench.Folder, "records");
        string written = Path.Combine(bench.Folder, "written.avro");
        await BaselineRun.SampleAsync(RecordBytes, "records", $"{SlowBytes}", records);
        var table = new Table("writes a container of deflate 6", "CPU-s a GB", "times ours");
        var ours = Cost.Parse((await BaselineRun.SampleAsync(RecordBytes, "writer", $"{Bytes}", written))[0]);
        var library = Cost.Parse((await BaselineRun.SampleAsync(RecordBytes, "apache-avro", $"{Bytes}", written))[0]);
        Add(ours);
        Add(library);
        await AddScriptAsync("python3-avro", "/usr/bin/python3", "write_avro.py");
        await AddScriptAsync("avsc", "node", "write_avro.js");
        File.Delete(records);
        File.Delete(written);
        return table;

        void Add(Cost cost) => table.Add(cost.Name, $"{cost.CpuSecondsPerGB:F1}", $"{cost.CpuSecondsPerGB / ours.CpuSecondsPerGB:F1}");

        // A script says in one line what it took, or why it can't be run.
        async Task AddScriptAsync(string name, string interpreter, string script)
        {
            string path = Path.Combine(AppContext.BaseDirectory, "Peers", script);
            string line = await RunAsync(interpreter, path, records, written);
            if (line.Contains('\t', StringComparison.Ordinal))
                Add(Cost.Parse(line));
            else
                table.Add(name, "skipped: " + line, "");
        }
    }

    private static async Task<string> RunAsync(string interpreter, params string[] arguments)
    {
        try
        {
            ProcessFigures figures = await MeasuredProcess.RunAsync(interpreter, arguments);
            return figures.Lines is [var line, ..] ? line : "it printed nothing";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"{interpreter} is not installed";
        }
    }
}
