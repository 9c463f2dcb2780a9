using KafkaStore.Cli.Archive;
using KafkaStore.Cli.Configuration.Files;
using KafkaStore.Cli.Configuration.Reloading;

namespace KafkaStore.Cli.Configuration.Commands;

/// <summary>The command line of <c>kafka-store config</c>.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var command = new Command(
            "config",
            $"Check, show or reload a configuration: {ConfigFile.DefaultName} in the current folder or the one that {ConfigOption.Name} names, and the environment."
        );
        Option<bool> offline = OptionText.Flag("--offline", "Only look whether it can be read; ask neither brokers nor stores.");
        var check = new Command(
            "check",
            "Say all that is wrong with it, a sentence each, with line and column; then ask the brokers for its topics and look whether its stores can be opened. "
                + "Changes nothing. The exit code is 2 when something is wrong with it, 1 when brokers or a store can't be used."
        );
        Option<bool> json = JsonReport.Option();
        check.Add(offline, json);
        check.SetAction(
            (result, stopping) => new ConfigCheck(Read(result), result.GetValue(json)).RunAsync(result.GetValue(offline), stopping)
        );
        command.Subcommands.Add(check);
        var print = new Command("print", "Print the value of every key and where it comes from. Secrets are masked.");
        Option<bool> printJson = JsonReport.Option();
        print.Add(printJson);
        print.SetAction(result =>
        {
            if (result.GetValue(printJson))
                JsonReport.Write(ConfigPrint.Document(Read(result)));
            else
                ConfigPrint.Write(Read(result), Console.Out);
        });
        command.Subcommands.Add(print);
        var reload = new Command(
            "reload",
            "Ask the archiver that runs with it to read it again, as SIGHUP does: topics and their policies are taken up, all of them or none; what else has changed is refused."
        );
        reload.SetAction((result, stopping) => new ReloadRequest(Read(result)).RunAsync(stopping));
        command.Subcommands.Add(reload);
        var schema = new Command("schema", "Print the JSON schema of the file, for editors that complete and check while one writes.");
        schema.SetAction(_ => Console.WriteLine(ConfigSchema.Text));
        command.Subcommands.Add(schema);
        return command;
    }

    // As the archiver itself reads it.
    private static ArchiverConfiguration Read(ParseResult result)
    {
        string[] arguments = result.GetValue<string?>(ConfigOption.Name) is { } path ? [$"{ConfigOption.Name}={path}"] : [];
        var archiver = ArchiveCommand.Create(VerboseOption.Create());
        Option<string?> config = ConfigOption.Create();
        archiver.Options.Add(config);
        var configured = Configured.Read(arguments, archiver.Parse(arguments), config, Environment.GetEnvironmentVariable);
        return new ArchiverConfiguration(archiver, configured);
    }
}
