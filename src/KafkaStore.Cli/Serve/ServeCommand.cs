using KafkaStore.LocalHost.Http;

namespace KafkaStore.Cli.Serve;

/// <summary>The command line of <c>kafka-store serve</c>.</summary>
internal static class ServeCommand
{
    // For a store in a cloud, where each look is a request that is paid for.
    private static readonly TimeSpan CloudPollInterval = TimeSpan.FromSeconds(2);

    public static Command Create(Option<bool> verbose)
    {
        var stores = new StoreOptions("");
        var http = new HttpOptions();
        var command = new Command(
            "serve",
            "Serve an archive over HTTP, as the function app does, without archiving: ranges by offset and time as JSON lines or Avro, topics, partitions "
                + "and files. Changes nothing, and may run beside an archiver. Runs until stopped with Ctrl-C."
        );
        stores.AddTo(command);
        http.AddTo(command);
        command.SetAction(
            (result, stopping) =>
            {
                StoreLocation location = stores.Location(result, "which archive to serve");
                HttpServerOptions options =
                    http.Bind(result)
                    ?? throw new UsageException("no port is given: --http-port PORT says where to serve; 0 takes any that is free.");
                if (location.Kind != StoreKind.Local)
                    options = options with { Reading = options.Reading with { PollInterval = CloudPollInterval } };
                return RunAsync(location, stores.Settings(result), options, result.GetValue(verbose), stopping);
            }
        );
        return command;
    }

    private static async Task RunAsync(
        StoreLocation location,
        StoreSettings settings,
        HttpServerOptions options,
        bool verbose,
        CancellationToken stopping
    )
    {
        using ILoggerFactory loggers = ConsoleLoggerProvider.CreateFactory(verbose);
        await using LocalReader reader = await LocalReader.StartAsync(location, settings, options, loggers, stopping);
        await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
