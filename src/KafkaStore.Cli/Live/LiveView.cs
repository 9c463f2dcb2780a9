namespace KafkaStore.Cli.Live;

/// <summary>Shows where a running archiver stands, on a terminal, once a second.</summary>
internal sealed class LiveView
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly LiveRegion region = new(Console.OpenStandardOutput());
    private readonly LiveLayout layout = new(TerminalText.OfStandardOutput());

    private LiveView() => Log = Console.IsErrorRedirected ? null : new LinesAbove(region);

    /// <summary>Where to log meanwhile; null where standard error is no terminal, and takes it as ever.</summary>
    public TextWriter? Log { get; }

    /// <summary>Null where standard output is no terminal that lines can be drawn on anew.</summary>
    /// <param name="isWanted">False for none at all.</param>
    public static LiveView? Find(bool isWanted) =>
        isWanted && !Console.IsOutputRedirected && Spectre.Console.AnsiConsole.Profile.Capabilities.Ansi ? new LiveView() : null;

    /// <summary>Shows it until the work has ended, however it does; what is shown last stays.</summary>
    /// <param name="title">What is archived, and where to.</param>
    /// <param name="work">Goes on without it where the terminal is gone.</param>
    public async Task<T> ShowAsync<T>(LocalArchiver archiver, string title, ILogger logger, Func<Task<T>> work)
    {
        TimeProvider clock = TimeProvider.System;
        using var counts = new LiveCounts(clock);
        var frames = new LiveFrames(title, counts, clock.GetUtcNow());
        Task<T> running = work();
        try
        {
            do
            {
                Show(frames.Next(archiver.Look()));
            } while (await Task.WhenAny(running, Task.Delay(Period, clock)) != running);
            Show(frames.Next(archiver.Look()));
        }
        catch (IOException e)
        {
            LiveLog.NotShown(logger, e.Message);
        }

        return await running;
    }

    private void Show(LiveFrame frame)
    {
        int width = Console.WindowWidth;
        region.Show(layout.Lines(frame, width, Console.WindowHeight), width);
    }
}
