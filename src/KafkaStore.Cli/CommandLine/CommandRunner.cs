using System.CommandLine.Help;
using KafkaStore.Cli.Archive;
using KafkaStore.Cli.Configuration;
using KafkaStore.Cli.Configuration.Reloading;

namespace KafkaStore.Cli.CommandLine;

/// <summary>
/// Runs a parsed command line: 0 done, 1 failed, 2 typed wrong, 130 or 143 ended by a signal before it was done; whatever failed is
/// one line on standard error.
/// </summary>
internal static class CommandRunner
{
    public const int Failed = 1;
    public const int Misused = 2;

    /// <summary>The run ended, and of some partition not all that was asked for is archived.</summary>
    public const int Incomplete = 3;

    private const int HelpWidth = 100;

    public static async Task<int> RunAsync(Command command, IReadOnlyList<string> arguments, Option<bool> verbose)
    {
        Option<string?> config = ConfigOption.Create();
        command.Options.Add(config);
        SetHelpWidth(command);
        ParseResult typed = command.Parse(arguments);
        var configured = Configured.Not(typed);
        using var signals = new StopSignals();
        try
        {
            UseLogFormat(typed);
            // Help and version are asked for in spite of what else is wrong.
            bool asksForText = typed.Action is { Terminating: true, ClearsParseErrors: true };
            if (!asksForText && ParseMistakes.Describe(typed) is { } mistake)
                throw new UsageException(mistake);
            if (!asksForText)
                configured = ReadConfiguration(arguments, typed, config);
            if (configured.File is not null && typed.CommandResult.Command is ArchiveCommand archiver)
                archiver.Reload = new ConfigReload(archiver, configured, () => Read(arguments, typed, config));
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await configured.Result.InvokeAsync(invocation, signals.Stopping);
        }
        catch (Exception mistake) when (Mistakes.IsMistake(mistake))
        {
            foreach (string sentence in (mistake as UsageException)?.Sentences ?? [mistake.Message])
                await Console.Error.WriteLineAsync($"error: {configured.Explain(sentence)}");
            return Misused;
        }
        catch (OperationCanceledException) when (signals.Stopping.IsCancellationRequested)
        {
            return signals.ExitCode;
        }
#pragma warning disable CA1031 // The last place where a failure can still be told: nothing is swallowed.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(Describe(failure, configured, verbose));
            return Failed;
        }
    }

    private static Configured ReadConfiguration(IReadOnlyList<string> arguments, ParseResult typed, Option<string?> config)
    {
        Configured configured = Read(arguments, typed, config);
        UseLogFormat(configured.Result);
        if (!configured.Mistakes.IsEmpty && typed.CommandResult.Command is ICheckedCommand command)
            configured.Mistakes.Of(() => command.Check(configured.Result), configured.Explain);
        configured.Mistakes.ThrowIfAny();
        if (configured.File is { } file && typed.GetValue(config) is null)
            Console.Error.WriteLine($"note: what is not typed is taken from {file} in the current folder.");
        return configured;
    }

    private static void UseLogFormat(ParseResult result)
    {
        if (LogFormatOption.WantsJson(result))
            StandardError.UseJson();
    }

    private static Configured Read(IReadOnlyList<string> arguments, ParseResult typed, Option<string?> config) =>
        Configured.Read(arguments, typed, config, Environment.GetEnvironmentVariable);

    private static string Describe(Exception failure, Configured configured, Option<bool> verbose)
    {
        string line = IsExpected(failure)
            ? $"error: {configured.Explain(failure.Message)}"
            : $"error: {failure.GetType().Name}: {failure.Message} This should not happen; --verbose shows where it did.";
        return configured.Result.GetValue(verbose) ? $"{line}{Environment.NewLine}{failure}" : line.ReplaceLineEndings(" ");
    }

    /// <summary>The domain's own failures say in one sentence what is wrong and what to do.</summary>
    private static bool IsExpected(Exception failure) =>
        failure is CommandFailedException || failure.GetType().Namespace?.StartsWith(nameof(KafkaStore), StringComparison.Ordinal) == true;

    private static void SetHelpWidth(Command command)
    {
        int width = Console.IsOutputRedirected ? HelpWidth : Math.Min(Console.WindowWidth, HelpWidth);
        foreach (HelpAction help in command.Options.Select(option => option.Action).OfType<HelpAction>())
            help.MaxWidth = Math.Max(width, 60);
    }
}
