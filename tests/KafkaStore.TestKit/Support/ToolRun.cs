using System.Diagnostics;

namespace KafkaStore.Tests.Support;

/// <summary>A program's run: how it ended, and what it said.</summary>
public sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs it to its end, and kills it where that is too far.</summary>
    /// <param name="program">On the PATH, or where it is.</param>
    /// <param name="arguments">As typed.</param>
    /// <param name="folder">It runs there; empty: here.</param>
    /// <param name="environment">Besides this process's own; an empty one is taken away.</param>
    /// <param name="input">All that it gets from standard input.</param>
    public static async Task<ToolRun> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string folder = "",
        IReadOnlyDictionary<string, string>? environment = null,
        string input = ""
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment.Remove(name);
            if (value.Length > 0)
                start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var tooLong = new CancellationTokenSource(Patience);
        await using CancellationTokenRegistration killing = tooLong.Token.Register(() => process.Kill(entireProcessTree: true));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new ToolRun(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs lines in bash, up to the first that fails, without anybody's profile.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static Task<ToolRun> BashAsync(string lines, string folder, IReadOnlyDictionary<string, string>? environment = null) =>
        RunAsync("bash", ["--noprofile", "--norc", "-euo", "pipefail"], folder, environment, lines);

    /// <summary>Sends a process a signal by its name, as <c>kill</c> does.</summary>
    public static async Task SignalAsync(int process, string signal) => (await RunAsync("kill", [$"-{signal}", $"{process}"])).Succeed();

    /// <summary>It must have succeeded.</summary>
    /// <returns>What it printed.</returns>
    public string Succeed()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Errors}");
        return Output;
    }
}
