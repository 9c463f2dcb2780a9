namespace KafkaStore.Cli.Catalog;

/// <summary>The command line of <c>kafka-store catalog</c>.</summary>
internal static class CatalogCommand
{
    public static Command Create()
    {
        var command = new Command(
            "catalog",
            "Create, rebuild or check the catalog: a row for every archive object in the tables kafka_store and kafka_store_segments."
        );
        command.Subcommands.Add(CreateTables());
        command.Subcommands.Add(
            OverStore(
                "rebuild",
                "Make the tables describe the archive, from the archive alone: add, correct and remove rows of its topics. May run beside archivers, and again after it was stopped. "
                    + "The exit code is 1 when something can't be catalogued.",
                run => run.RebuildAsync
            )
        );
        command.Subcommands.Add(
            OverStore(
                "check",
                "Compare the tables with the archive and list what differs; changes nothing. The exit code is 0 when nothing differs, 1 when something does or can't be read.",
                run => run.CheckAsync
            )
        );
        return command;
    }

    private static Command CreateTables()
    {
        var catalog = new CatalogOption("The database:");
        var command = new Command("create", "Create the tables where they are missing. Existing ones are checked and left as they are.");
        command.Add(catalog.All);
        command.SetAction(
            async (result, stopping) =>
            {
                using var tables = new MySqlCatalog(Url(result, catalog));
                string? note = await tables.CreateTablesAsync(stopping);
                Console.WriteLine($"{tables.DisplayName} has the tables kafka_store and kafka_store_segments.");
                if (note is not null)
                    Console.WriteLine($"note: {note}");
            }
        );
        return command;
    }

    private static Command OverStore(string name, string description, Func<CatalogRun, Func<CancellationToken, Task<int>>> action)
    {
        var stores = new StoreOptions("");
        var catalog = new CatalogOption("The catalog:");
        Option<string[]> topic = TopicOption.Create("Only this topic; may be given several times. [default: every topic in the archive]");
        var command = new Command(name, description);
        stores.AddTo(command);
        Option<bool> json = JsonReport.Option();
        command.Add([.. catalog.All, topic, json]);
        command.SetAction(
            (result, stopping) =>
            {
                StoreLocation location = stores.Location(result, "which archive the catalog describes");
                string[] topics = result.ArchivedTopics(topic);
                var run = new CatalogRun(Url(result, catalog), location, stores.Settings(result), topics, result.GetValue(json));
                return action(run)(stopping);
            }
        );
        return command;
    }

    private static MySqlCatalogUrl Url(ParseResult result, CatalogOption catalog) =>
        catalog.Read(result)
        ?? throw new UsageException("no catalog is given: --mysql-metadata-url mysql://USER:PASSWORD@HOST:PORT/DB says where it is.");
}
