using System.Diagnostics;
using System.Globalization;

namespace KafkaStore.Tests.FunctionsHost.Worker;

/// <summary>
/// The worker's process. It ends with this one, however that ends: a shell beside it waits for its own input to be closed,
/// since a worker whose host was killed would live on.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    public const int KilledExitCode = 128 + 9;

    private readonly Process process;
    private readonly Process guard;

    private WorkerProcess(Process process)
    {
        this.process = process;
        string kill = $"read line; kill -KILL {process.Id.ToString(CultureInfo.InvariantCulture)}";
        guard = Process.Start(new ProcessStartInfo("sh", ["-c", kill]) { RedirectStandardInput = true })!;
    }

    public int Id => process.Id;

    public static WorkerProcess Start(WorkerHostOptions options, string workerId, Uri host, Action<WorkerLogEntry> log)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(options.WorkerFile))!;
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.GetFullPath(options.WorkerFile),
                "--functions-uri",
                host.ToString(),
                "--functions-worker-id",
                workerId,
                "--functions-request-id",
                Guid.NewGuid().ToString(),
                "--functions-grpc-max-message-length",
                int.MaxValue.ToString(CultureInfo.InvariantCulture),
            },
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in new[] { "FUNCTIONS_APPLICATION_DIRECTORY", "FUNCTIONS_WORKER_DIRECTORY", "AzureWebJobsScriptRoot" })
            start.Environment[name] = folder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment["AzureWebJobsStorage"] = options.StorageConnectionString;
        foreach ((string name, string value) in options.Settings)
            start.Environment[name] = value;
        Process process = Process.Start(start) ?? throw new WorkerStartException($"{options.WorkerFile} did not start.");
        DataReceivedEventHandler toLog = (_, line) =>
        {
            if (line.Data is not null)
                log(new WorkerLogEntry(LogLevel.Information, WorkerLogEntry.Console, line.Data));
        };
        process.OutputDataReceived += toLog;
        process.ErrorDataReceived += toLog;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new WorkerProcess(process);
    }

    /// <summary>137 for killed.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken = default)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => process.Kill(entireProcessTree: true);

    /// <summary>SIGTERM.</summary>
    public async Task AskToEndAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        guard.Kill();
        guard.WaitForExit();
        guard.Dispose();
        Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
