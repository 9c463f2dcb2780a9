using System.Diagnostics;

namespace KafkaStore.Tests.Support;

/// <summary>The built program as a process of its own.</summary>
public sealed class KafkaStoreProcess : IAsyncDisposable
{
    /// <summary>Before the address in what it says.</summary>
    public const string ServedOn = "HTTP is served on ";

    private readonly Process process;
    private readonly StringBuilder errors = new();
    private readonly StringBuilder output = new();
    private readonly Task reading;

    private KafkaStoreProcess(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(ReadOutputAsync(), ReadErrorsAsync());
    }

    /// <summary>For <c>dotnet</c>.</summary>
    public static string Program { get; } = Repository.Built("KafkaStore.Cli", "kafka-store");

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>What it has printed on standard output so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <summary>What it has said on standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (errors)
                return errors.ToString();
        }
    }

    public static KafkaStoreProcess Start(params string[] arguments) => Start([], arguments);

    /// <param name="environment">Besides this process's own.</param>
    /// <param name="arguments">As typed.</param>
    public static KafkaStoreProcess Start(IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments) =>
        Start(Environment.CurrentDirectory, environment, arguments);

    /// <summary>Runs it to its end, in a folder.</summary>
    public static async Task<ToolRun> RunInAsync(
        string folder,
        IEnumerable<KeyValuePair<string, string>> environment,
        params string[] arguments
    )
    {
        await using KafkaStoreProcess run = Start(folder, environment, arguments);
        return await run.WaitAsync(TimeSpan.FromMinutes(3));
    }

    /// <param name="folder">Where it is started.</param>
    /// <inheritdoc cref="Start(IEnumerable{KeyValuePair{string, string}}, string[])"/>
    public static KafkaStoreProcess Start(string folder, IEnumerable<KeyValuePair<string, string>> environment, string[] arguments)
    {
        // A shell's background jobs, and all that they start, ignore SIGINT; a program that is to be interrupted must not.
        string[] command = [.. OperatingSystem.IsLinux() ? new[] { "env", "--default-signal=INT" } : [], "dotnet"];
        var start = new ProcessStartInfo(command[0], [.. command[1..], Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new KafkaStoreProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<ToolRun> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <inheritdoc cref="Start(IEnumerable{KeyValuePair{string, string}}, string[])"/>
    public static async Task<ToolRun> RunAsync(IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        await using KafkaStoreProcess run = Start(environment, arguments);
        return await run.WaitAsync(TimeSpan.FromMinutes(3));
    }

    public async Task<ToolRun> WaitAsync(TimeSpan limit)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(limit);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"It still ran after {limit.TotalSeconds} s and said:\n{Errors}", e);
        }

        await reading;
        return new ToolRun(process.ExitCode, Output, Errors);
    }

    /// <summary>Returns when what it has said holds true.</summary>
    /// <param name="patience">30 s by default.</param>
    public async Task UntilAsync(Func<KafkaStoreProcess, bool> condition, TimeSpan? patience = null)
    {
        TimeSpan waiting = patience ?? TimeSpan.FromSeconds(30);
        DateTime limit = DateTime.UtcNow + waiting;
        while (!condition(this))
        {
            if (HasExited || DateTime.UtcNow > limit)
            {
                await Task.Delay(100); // its last words may still be on their way
                if (!condition(this))
                {
                    throw new TimeoutException(
                        $"Not seen within {waiting.TotalSeconds} s, or before it ended. Output:\n{Output}\nErrors:\n{Errors}"
                    );
                }
            }

            await Task.Delay(10);
        }
    }

    /// <summary>Returns, once it has said so, where it serves HTTP.</summary>
    public async Task<Uri> HttpAddressAsync()
    {
        await UntilAsync(run => run.Errors.Contains(ServedOn) && run.Errors.EndsWith('\n'));
        return AddressIn(Errors);
    }

    /// <summary>Where HTTP is served, by what was said of it in a whole line.</summary>
    public static Uri AddressIn(string said) => new(said.Split(ServedOn)[1].Split('\n')[0].Trim());

    /// <summary>SIGKILL: nothing of it runs on.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by its name, as <c>kill</c> does.</summary>
    public Task SignalAsync(string name) => ToolRun.SignalAsync(process.Id, name);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        await reading;
        process.Dispose();
    }

    private async Task ReadOutputAsync()
    {
        char[] piece = new char[64 * 1024];
        for (int read = await process.StandardOutput.ReadAsync(piece); read > 0; read = await process.StandardOutput.ReadAsync(piece))
        {
            lock (output)
                output.Append(piece, 0, read);
        }
    }

    private async Task ReadErrorsAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lock (errors)
                errors.AppendLine(line);
        }
    }
}
