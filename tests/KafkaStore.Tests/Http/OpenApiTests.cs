namespace KafkaStore.Tests.Http;

/// <summary>The description of the interface says what the functions do, no less and no more.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task RoutesAndNamesAreTheFunctions()
    {
        JsonNode description = await DescriptionAsync();
        Assert.StartsWith("3.1.", description["openapi"]!.GetValue<string>());
        string server = description["servers"]![0]!["url"]!.GetValue<string>();
        IEnumerable<string> described =
            from path in description["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            select $"{operation.Key.ToUpperInvariant()} {server}{path.Key} {operation.Value!["operationId"]!.GetValue<string>()}";
        IEnumerable<string> served = HttpFunction
            .All()
            .SelectMany(function => function.Methods.Select(method => $"{method} {function.Route} {function.Name}"));
        Assert.Equal(served.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ParametersAreThoseThatEachFunctionTakes()
    {
        JsonNode description = await DescriptionAsync();
        await using HttpArchive served = await HttpArchive.StartAsync((await ArchiveAsync()).Store);
        foreach ((string path, JsonObject operation) in Operations(description))
        {
            JsonNode[] parameters = [.. (operation["parameters"]?.AsArray() ?? []).Select(parameter => Resolve(description, parameter!))];
            string[] InPlace(string place) =>
                [
                    .. parameters
                        .Where(parameter => parameter["in"]!.GetValue<string>() == place)
                        .Select(parameter => parameter["name"]!.GetValue<string>()),
                ];
            Assert.Equal(path.Split('{').Skip(1).Select(part => part.Split('}')[0]), InPlace("path"));

            // A parameter that does not exist is answered with those that do.
            using HttpResponseMessage refused = await served.GetAsync($"{Url(path)}?nonsense=1");
            string detail = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["detail"]!.GetValue<string>();
            string takes = detail.Split("This takes ")[1].TrimEnd('.');
            Assert.Equal(takes == "none" ? [] : takes.Split(", "), InPlace("query"));
        }
    }

    [Fact]
    public async Task StatusCodesAndContentTypesAreThoseThatCome()
    {
        JsonNode description = await DescriptionAsync();
        var observed = Operations(description)
            .ToDictionary(operation => operation.Path, _ => new SortedSet<string>(StringComparer.Ordinal));
        RangeArchive archive = await ArchiveAsync();
        RangeArchive damaged = await ArchiveAsync();
        damaged.Store.Replace(damaged.Store.Names[0], [1]);
        var away = new FaultyStore(archive.Store) { Before = _ => throw new StorageUnavailableException("Away.") };
        var refusing = new FaultyStore(archive.Store) { Before = _ => throw new StorageAccessException("No.") };
        await AskAsync(archive.Store, "", null);
        await AskAsync(archive.Store, "", "avro/binary");
        await AskAsync(archive.Store, "", "image/png");
        await AskAsync(archive.Store, "?nonsense=1", null);
        await AskAsync(archive.Store, "?fromOffset=99", null);
        await AskAsync(archive.Store, "", null, token: false);
        await AskAsync(new MemoryObjectStore(), "", null);
        await AskAsync(damaged.Store, "", null);
        await AskAsync(away, "", null);
        await AskAsync(refusing, "", null);

        foreach ((string path, JsonObject operation) in Operations(description))
            Assert.Equal(Described(description, operation).Order(StringComparer.Ordinal), observed[path]);

        async Task AskAsync(IObjectReader store, string query, string? accept, bool token = true)
        {
            await using HttpArchive served = await HttpArchive.StartAsync(store);
            if (!token)
                served.Client.DefaultRequestHeaders.Remove("x-functions-key");
            foreach (string path in observed.Keys)
            {
                using HttpResponseMessage response = await served.GetAsync(Url(path) + query, accept);
                await response.Content.ReadAsByteArrayAsync();
                observed[path].Add($"{(int)response.StatusCode} {response.Content.Headers.ContentType!.MediaType}");
                foreach (
                    (string header, _) in response.Headers.Where(header =>
                        header.Key is "Link" or "KafkaStore-Next-Offset" or "Retry-After"
                    )
                )
                {
                    observed[path].Add($"{(int)response.StatusCode} {header}");
                }
            }
        }
    }

    [Fact]
    public async Task LinesAndSegmentsHaveTheDescribedFields()
    {
        JsonNode description = await DescriptionAsync();
        await using HttpArchive served = await HttpArchive.StartAsync((await ArchiveAsync()).Store);
        JsonNode segment = JsonNode.Parse(await served.Client.GetStringAsync($"{HttpArchive.Orders3}/segments"))!["segments"]![0]!;
        Assert.Equal(Properties("Segment").Order(), segment.AsObject().Select(field => field.Key).Order());
        string[] lines = (await served.Client.GetStringAsync($"{HttpArchive.Orders3}/records")).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        IEnumerable<string> fields = lines.SelectMany(line => JsonNode.Parse(line)!.AsObject().Select(field => field.Key)).Distinct();
        Assert.Equal(Properties("Record").Order(), fields.Order());

        IEnumerable<string> Properties(string schema) =>
            description["components"]!["schemas"]![schema]!["properties"]!.AsObject().Select(property => property.Key);
    }

    // Every form of key and value.
    private static async Task<RangeArchive> ArchiveAsync()
    {
        var archive = new RangeArchive();
        await archive.AddAsync([
            SampleRecords.Of(0, 1, "key", "value", SampleRecords.Header("header", 1)),
            new Record(1, 2, new byte[] { 200 }, new byte[] { 200 }, []),
        ]);
        return archive;
    }

    private static string Url(string path) => $"api{path.Replace("{topic}", "orders").Replace("{partition}", "3")}";

    private static IEnumerable<(string Path, JsonObject Operation)> Operations(JsonNode description) =>
        // Resuming is an archiver's, and has tests of its own.
        from path in description["paths"]!.AsObject()
        where path.Value!["get"] is not null
        select (path.Key, path.Value!["get"]!.AsObject());

    private static IEnumerable<string> Described(JsonNode description, JsonObject operation)
    {
        foreach ((string status, JsonNode? reference) in operation["responses"]!.AsObject())
        {
            JsonNode response = Resolve(description, reference!);
            foreach ((string type, _) in response["content"]!.AsObject())
                yield return $"{status} {type}";
            foreach ((string header, _) in response["headers"]?.AsObject() ?? [])
            {
                // Pages have a test of their own; the others belong to a choice of the client's.
                if (header is "KafkaStore-Next-Offset" or "Retry-After")
                    yield return $"{status} {header}";
            }
        }
    }

    private static JsonNode Resolve(JsonNode description, JsonNode node)
    {
        if (node["$ref"] is not { } reference)
            return node;
        return reference.GetValue<string>().Split('/').Skip(1).Aggregate(description, (at, name) => at[name]!);
    }

    private static async Task<JsonNode> DescriptionAsync()
    {
        await using HttpArchive served = await HttpArchive.StartAsync(new MemoryObjectStore());
        return JsonNode.Parse(await served.Client.GetStringAsync("api/openapi.json"))!;
    }
}
