namespace KafkaStore.EndToEnd.Tests.Support;

/// <summary>The built program at a terminal, as <c>script</c> of util-linux makes one; what it writes there is seen as bytes.</summary>
public sealed class Terminal : IAsyncDisposable
{
    private readonly Process script;
    private readonly StringBuilder shown = new();
    private readonly Task reading;

    private Terminal(Process script)
    {
        this.script = script;
        reading = ReadAsync();
    }

    /// <summary>All that it was sent so far.</summary>
    public string Shown
    {
        get
        {
            lock (shown)
                return shown.ToString();
        }
    }

    /// <param name="columns">How wide.</param>
    /// <param name="rows">How high.</param>
    /// <param name="arguments">Of <c>kafka-store</c>; without blanks or quotes in them.</param>
    /// <param name="more">What a shell does with the command: redirections.</param>
    /// <param name="environment">Besides this process's own.</param>
    public static Terminal Start(
        int columns,
        int rows,
        string[] arguments,
        string more = "",
        IEnumerable<KeyValuePair<string, string>>? environment = null
    )
    {
        string program = $"env --default-signal=INT dotnet {KafkaStoreProcess.Program} {string.Join(' ', arguments)} {more}";
        var start = new ProcessStartInfo(
            "script",
            ["--quiet", "--return", "--flush", "--command", $"stty columns {columns} rows {rows}; exec {program}", "/dev/null"]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        foreach ((string name, string value) in environment ?? [])
            start.Environment[name] = value;
        return new Terminal(Process.Start(start)!);
    }

    /// <summary>Presses keys; <c>\x03</c> is Ctrl-C.</summary>
    public async Task TypeAsync(string keys)
    {
        await script.StandardInput.WriteAsync(keys);
        await script.StandardInput.FlushAsync();
    }

    /// <summary>Returns when what it was sent holds true.</summary>
    public async Task UntilAsync(Func<string, bool> condition)
    {
        DateTime limit = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (!condition(Shown))
        {
            Assert.True(DateTime.UtcNow < limit && !script.HasExited, $"Not seen within 60 s, or before it ended:\n{Shown}");
            await Task.Delay(20);
        }
    }

    /// <summary>Its exit code, once it has ended.</summary>
    public async Task<int> WaitAsync()
    {
        await script.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await reading;
        return script.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!script.HasExited)
            script.Kill(entireProcessTree: true);
        await reading;
        script.Dispose();
    }

    private async Task ReadAsync()
    {
        char[] piece = new char[16 * 1024];
        for (int read = await script.StandardOutput.ReadAsync(piece); read > 0; read = await script.StandardOutput.ReadAsync(piece))
        {
            lock (shown)
                shown.Append(piece, 0, read);
        }
    }
}
