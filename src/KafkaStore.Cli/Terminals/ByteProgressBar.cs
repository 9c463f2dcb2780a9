using Spectre.Console;

namespace KafkaStore.Cli.Terminals;

/// <summary>Bytes done of all bytes, on a terminal only, and there on standard error: standard output is for what is found.</summary>
internal static class ByteProgressBar
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>Shows the progress until the work ends, however it does.</summary>
    /// <param name="description">What is being done, in a word.</param>
    /// <param name="progress">Bytes done, and of all; 0 of all until that is known.</param>
    /// <param name="work">Already begun.</param>
    public static Task<T> ShowAsync<T>(string description, Func<(long Done, long Total)> progress, Task<T> work) =>
        ShowAsync(() => description, progress, work, countsBytes: true);

    /// <summary>The same of work whose description changes on the way.</summary>
    /// <param name="countsBytes">False where it counts something else, which is then not shown as bytes.</param>
    public static async Task<T> ShowAsync<T>(
        Func<string> description,
        Func<(long Done, long Total)> progress,
        Task<T> work,
        bool countsBytes
    )
    {
        if (Console.IsErrorRedirected)
            return await work;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console
            .Progress()
            .AutoClear(true)
            .Columns([
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                .. countsBytes ? [new DownloadedColumn()] : Array.Empty<ProgressColumn>(),
                new RemainingTimeColumn(),
            ])
            .StartAsync(context => FollowAsync(context.AddTask(description(), autoStart: true), description, progress, work));
        return await work;
    }

    private static async Task FollowAsync(ProgressTask bar, Func<string> description, Func<(long Done, long Total)> progress, Task work)
    {
        bar.IsIndeterminate = true; // until the store is listed
        while (await Task.WhenAny(work, Task.Delay(Period)) != work)
        {
            (long done, long total) = progress();
            if (total == 0)
                continue;
            bar.Description = description();
            bar.IsIndeterminate = false;
            bar.MaxValue = total;
            bar.Value = done;
        }

        bar.StopTask();
    }
}
