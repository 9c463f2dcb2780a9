using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KafkaStore.Cli.Terminals;

/// <summary>
/// How far long work is, how fast it goes and how much longer it takes: on a terminal only, and there on standard error, since standard
/// output is for what is found.
/// </summary>
internal static class ProgressDisplay
{
    private const int WidestBar = 40;
    private const int NarrowestBar = 8;

    // Beside the bar: what is done, the share, the figures.
    private const int OtherColumns = 66;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether anything would be shown: nothing is where standard error has JSON either.</summary>
    public static bool IsShown => !Console.IsErrorRedirected && StandardError.Json is null;

    /// <summary>Shows the progress until the work ends, however it does.</summary>
    /// <param name="progress">Asked ten times a second, by another thread.</param>
    /// <param name="work">Already begun.</param>
    public static async Task<T> ShowAsync<T>(Func<ProgressNow> progress, Task<T> work)
    {
        if (!IsShown)
            return await work;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var figures = new FiguresColumn();
        await console
            .Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn { Width = Math.Clamp(console.Profile.Width - OtherColumns, NarrowestBar, WidestBar) },
                new PercentageColumn(),
                figures
            )
            .StartAsync(context => FollowAsync(context.AddTask(progress().Doing, autoStart: true), figures, progress, work));
        return await work;
    }

    /// <summary>The same of work without a result.</summary>
    public static Task ShowAsync(Func<ProgressNow> progress, Task work)
    {
        return ShowAsync(progress, DoneAsync());

        async Task<bool> DoneAsync()
        {
            await work;
            return true;
        }
    }

    private static async Task FollowAsync(ProgressTask bar, FiguresColumn figures, Func<ProgressNow> progress, Task work)
    {
        bar.IsIndeterminate = true; // until it is known how much there is
        long lookedAt = Stopwatch.GetTimestamp();
        var rate = new SmoothedRate();
        string doing = progress().Doing;
        while (await Task.WhenAny(work, Task.Delay(Period)) != work)
        {
            ProgressNow now = progress();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(lookedAt);
            lookedAt = Stopwatch.GetTimestamp();
            if (now.Total == 0)
                continue;
            if (now.Doing != doing)
                rate = new SmoothedRate();
            doing = now.Doing;
            bar.Description = now.Doing;
            bar.IsIndeterminate = false;
            bar.MaxValue = now.Total;
            bar.Value = now.Done;
            figures.Text = now.Figures(rate.Tell(now.Done, elapsed));
        }

        bar.StopTask();
    }

    private sealed class FiguresColumn : ProgressColumn
    {
        private volatile string text = "";

        public string Text
        {
            set => text = value;
        }

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(text).Overflow(Overflow.Ellipsis);
    }
}
