using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace KafkaStore.Benchmarks.Parts;

/// <summary>The parts of the pipeline under BenchmarkDotNet, in this process: a build of its own for each would say nothing more.</summary>
internal static class PartsCommand
{
    public static int Run(Options options)
    {
        IConfig config = DefaultConfig
            .Instance.WithArtifactsPath(Path.Combine(options.Text("folder", Path.GetTempPath()), "parts"))
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        Summary[] summaries = BenchmarkRunner.Run([typeof(RecordParts), typeof(ChunkParts)], config);
        return Array.TrueForAll(summaries, summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
