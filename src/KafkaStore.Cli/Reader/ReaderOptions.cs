namespace KafkaStore.Cli.Reader;

/// <summary>The options of <c>kafka-store-reader</c>, in the order of its help.</summary>
internal sealed class ReaderOptions
{
    private readonly RangeOptions range = new("where PATH begins");
    private readonly Option<string?> limit = OptionText.Create("--limit N", "Stop after this many records in all.");

    private readonly Option<string?> format = OptionText.Create(
        "--format json|avro|raw",
        "json: a JSON object a line. avro: one Avro container with the records as the archive has them, which do not say their partition. "
            + "raw: the values' bytes alone, a line feed after each; a record without a value gives an empty line. [default: json]"
    );

    private readonly Option<string?> keyFormat = OptionText.Create("--key-format FORMAT", "How keys appear in JSON; as --value-format.");

    private readonly Option<string?> valueFormat = OptionText.Create(
        "--value-format FORMAT",
        "How values appear in JSON. utf8: text, or valueBase64 where it is none. base64: valueBase64. hex: valueHex. json: the JSON value that it is, otherwise as utf8. "
            + "avro: framed by Confluent's serializers and decoded with the schemas that are stored in the archive (kafka-store --schema-registry), otherwise valueBase64 "
            + "and the reason on standard error. [default: utf8]"
    );

    private readonly Option<string?> output = OptionText.Create(
        "--output FILE",
        "Write to a file, which is there under its name only when it is complete. [default: standard output]"
    );

    private readonly Option<bool> force = OptionText.Flag("--force", "Replace the file that --output names if there is one.");

    private readonly Option<bool> wait = OptionText.Flag(
        "--wait",
        "At the end of the partition wait for the next file instead of ending; it is shown when it is whole. Ends at --to-offset or --limit, or stop it with Ctrl-C."
    );

    private readonly CatalogOption catalog = new("Find the first file with one query to the catalog instead of listing:");

    public void AddTo(Command command)
    {
        range.AddTo(command);
        command.Add([limit, format, keyFormat, valueFormat, output, force, wait, .. catalog.All]);
    }

    /// <exception cref="UsageException">An option contradicts another or can't be read.</exception>
    public ReaderRequest Bind(ParseResult result)
    {
        RangeBounds bounds = range.Bounds(result);
        var request = new ReaderRequest
        {
            FromOffset = bounds.FromOffset,
            ToOffset = bounds.ToOffset,
            FromTime = bounds.FromTime,
            ToTime = bounds.ToTime,
            Partitions = range.Partitions(result),
            Limit = result.Number(limit, 1, long.MaxValue, "a number of records from 1") ?? long.MaxValue,
            Format = Enum.Parse<RecordFormat>(result.OneOf(format, "json", "avro", "raw") ?? "json", ignoreCase: true),
            Key = BytesFormatOf(result, keyFormat),
            Value = BytesFormatOf(result, valueFormat),
            Output = result.GetValue(output),
            Force = result.GetValue(force),
            Wait = result.GetValue(wait),
            Catalog = catalog.Read(result),
        };
        ThrowIfContradictory(request, result);
        return request;
    }

    private void ThrowIfContradictory(ReaderRequest request, ParseResult result)
    {
        if (request.Format != RecordFormat.Json && (result.GetValue(keyFormat) ?? result.GetValue(valueFormat)) is not null)
        {
            throw new UsageException(
                "--key-format and --value-format are of --format json; avro and raw take keys and values as they are. Leave them out."
            );
        }

        if (request.Output is { } file && string.IsNullOrWhiteSpace(file))
            throw new UsageException($"--output takes a file, not '{file}'.");
        if (request is { Force: true, Output: null })
            throw new UsageException("--force replaces the file that --output names: give both.");
    }

    private static BytesFormat BytesFormatOf(ParseResult result, Option<string?> option) =>
        Enum.Parse<BytesFormat>(result.OneOf(option, "utf8", "base64", "hex", "json", "avro") ?? "utf8", ignoreCase: true);
}
