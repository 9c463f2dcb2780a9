using KafkaStore.Archiving;
using KafkaStore.Estimating;
using KafkaStore.Reading.Ranges;
using KafkaStore.Segments;
using Spectre.Console;
using static KafkaStore.Cli.Terminals.ShownFigures;

namespace KafkaStore.Cli.Estimate;

/// <summary>The estimate for people: how sure it is, what comes of each partition, what each cloud takes, warnings last.</summary>
internal static class EstimateText
{
    // Of more the topics' sums say enough; --json has them all.
    private const int MostPartitions = 20;

    // What the two tables take with lines, the first beside its names.
    private const int WidthBesideNames = 64;
    private const int WidthOfCosts = 80;
    private const int LongestName = 20;

    public static void Write(TextWriter output, bool terminal, EstimateRequest request, EstimateOutcome outcome)
    {
        foreach (PredictedObject found in outcome.Objects)
            output.WriteLine(Line(found));
        foreach (string line in outcome.Topics.SelectMany(Basis))
            output.WriteLine(line);
        IAnsiConsole console = TableOutput.Create(output, terminal);
        if (outcome.Costs.Count > 0)
        {
            output.WriteLine();
            TableBorder border = Border(console, terminal, outcome);
            console.Write(Partitions(border, outcome));
            output.WriteLine();
            console.Write(Costs(border, outcome));
            output.WriteLine(Prices(request.Prices));
        }

        foreach (EstimateWarning warning in outcome.Warnings)
            output.WriteLine($"warning: {warning.Text}");
    }

    // As the archiver says it of a file that it has written.
    private static string Line(PredictedObject found) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{found.Name}: records={found.Records} bytes={found.Bytes} next={found.NextOffset} reason={found.Reason?.ToString() ?? "none yet"}"
        );

    private static IEnumerable<string> Basis(TopicForecast topic)
    {
        yield return $"{topic.Topic}: {Policy(topic.Policy)}";
        if (topic.IsEmpty)
        {
            yield return "  has no records, so nothing is predicted of it";
            yield break;
        }

        PartitionForecast[] partitions = [.. topic.Partitions];
        PartitionSample[] samples = [.. partitions.Select(partition => partition.Sample)];
        long read = samples.Sum(sample => sample.Records);
        bool isWhole = samples.All(sample => sample.IsWhole || sample.Plan.IsEmpty);
        string windows = Count(samples.Sum(sample => sample.Plan.Windows.Count), "window");
        string share = Share(
            samples.Sum(sample => sample.Offsets),
            partitions.Sum(partition => partition.Bounds.End - partition.Bounds.Start)
        );
        yield return isWhole
            ? $"  read: all {Count(read, "record")}, so that the files of these are exact"
            : $"  read: {Count(read, "record")} in {windows}, {share} of the offsets; all else is extrapolated from them";
        string about = isWhole ? "" : "about ";
        string files = Count(Rounded(partitions.Sum(partition => partition.Objects.Count)), "file");
        yield return topic.Policy.OffsetReset == OffsetReset.Latest
            ? "  there now: not archived (offset-reset latest)"
            : $"  there now: {about}{Count(Rounded(partitions.Sum(partition => partition.Records)), "record")} of {Size(partitions.Sum(partition => partition.RecordBytes))}, "
                + $"which become {about}{files} of {Size(partitions.Sum(partition => partition.Objects.Bytes))}; "
                + $"{about}{Count(Rounded(partitions.Sum(partition => partition.OpenRecords)), "record")} wait for more";
        yield return $"  a month: {Month(topic)}";
    }

    private static string Month(TopicForecast topic)
    {
        if (topic.Times is not { } times)
            return "can't be told, since no record has a timestamp";
        string seen =
            $"from {TimeText.Format(times.Oldest) ?? Count(times.Oldest)} to {TimeText.Format(times.Newest) ?? Count(times.Newest)}";
        if (topic.Partitions.All(partition => partition.Month is null))
            return $"can't be told, since all timestamps are {seen}, which is less than a minute";
        var span = TimeSpan.FromMilliseconds(Math.Min(times.Newest - times.Oldest, TimeSpan.MaxValue.TotalMilliseconds / 2));
        string less =
            span < TimeSpan.FromDays(1) ? "; less than a day does not show how a day goes up and down"
            : span < TimeSpan.FromDays(7) ? "; less than a week does not show weekends"
            : "";
        return $"taken to be like {Time(span)}, {seen}{less}";
    }

    private static string Policy(TopicPolicy policy)
    {
        SegmentPolicy segments = policy.Segments;
        string count = segments.MaximumRecords is { } most ? $", file-records {Count(most)}" : "";
        string level = policy.Codec == Avro.ContainerCodec.Null ? "" : $" {policy.Codec.Level}";
        return $"file-age {Time(segments.MaximumAge)}, file-size {new ByteSize(segments.MaximumBytes)}{count}, {policy.Codec.Name}{level}";
    }

    private static Table Partitions(TableBorder border, EstimateOutcome outcome)
    {
        var table = new Table { Border = border };
        table.AddColumn(new TableColumn("partition").NoWrap());
        foreach (string heading in new[] { "records\na day", "files\na day", "median\nfile", "stored\na month", "staged\nat most" })
            table.AddColumn(new TableColumn(heading).NoWrap().RightAligned());
        table.AddColumn(new TableColumn("end by").NoWrap());
        bool isEach = outcome.Partitions.Count() <= MostPartitions;
        foreach (TopicForecast topic in outcome.Topics)
        {
            if (isEach)
            {
                foreach (PartitionForecast partition in topic.Partitions)
                    AddRow(table, partition.Partition.ToString(), [partition]);
            }

            if (!isEach || topic.Partitions.Count > 1)
                AddRow(table, $"{topic.Topic}, all {Count(topic.Partitions.Count)}", topic.Partitions);
        }

        return table;
    }

    private static void AddRow(Table table, string name, IReadOnlyList<PartitionForecast> partitions)
    {
        MonthForecast[] months = [.. partitions.Select(partition => partition.Month).OfType<MonthForecast>()];
        var objects = new ObjectSizes();
        foreach (MonthForecast month in months)
            objects.Add(month.Objects);
        double days = MonthForecast.Length.TotalDays;
        table.AddRow(
            Markup.Escape(Cut(name, LongestName)),
            months.Length == 0 ? "" : Rate(months.Sum(month => month.Records) / days),
            months.Length == 0 ? "" : Rate(objects.Count / days),
            objects.Count == 0 ? "" : Size(objects.Median),
            months.Length == 0 ? "" : Size(objects.Bytes),
            months.Length == 0 ? "" : Size(months.Sum(month => month.MostStagedBytes)),
            EndBy(objects)
        );
    }

    // What most of them end by.
    private static string EndBy(ObjectSizes objects)
    {
        if (objects.Count == 0)
            return "";
        (RollReason reason, double count) = objects.Reasons.MaxBy(each => each.Value);
        string name = $"{reason}".ToLowerInvariant();
        return objects.Reasons.Count == 1 ? name : $"{name} {Share(count, objects.Count)}";
    }

    private static Table Costs(TableBorder border, EstimateOutcome outcome)
    {
        var table = new Table { Border = border };
        table.AddColumn(new TableColumn("US dollars a month").NoWrap());
        foreach (MonthlyCost cost in outcome.Costs)
            table.AddColumn(new TableColumn(Markup.Escape($"{cost.Prices.Name}\n{cost.Prices.Region}")).NoWrap().RightAligned());
        MonthlyCost first = outcome.Costs[0];
        Row($"after a month: {Size(first.BytesAfterMonth)} kept", cost => cost.StorageAfterMonth);
        Row($"after a year: {Size(first.BytesAfterYear)} kept", cost => cost.StorageAfterYear);
        Row("requests of files", cost => cost.ArchiveRequests);
        Row("in all, after a month", cost => cost.TotalAfterMonth);
        Row("in all, after a year", cost => cost.TotalAfterYear);
        Row("more, if it stages there", cost => cost.StagingInCloud);
        return table;

        void Row(string what, Func<MonthlyCost, double> figure) =>
            table.AddRow([Markup.Escape(what), .. outcome.Costs.Select(cost => Money(figure(cost)))]);
    }

    private static string Prices(IReadOnlyList<CloudPrices> prices) =>
        prices.SequenceEqual(CloudPrices.All)
            ? $"List prices as they were known on {CloudPrices.KnownOn}, without discounts and traffic; --price and --prices take yours."
            : "With the prices that were given; without traffic.";

    // Where lines would cost a column its width there are none.
    private static TableBorder Border(IAnsiConsole console, bool terminal, EstimateOutcome outcome)
    {
        int names = Math.Min(LongestName, outcome.Topics.Max(topic => topic.Topic.Length) + ", all 100".Length);
        return terminal && console.Profile.Width >= Math.Max(WidthOfCosts, names + WidthBesideNames)
            ? TableBorder.Rounded
            : TableBorder.None;
    }

    private static string Money(double amount) =>
        amount is > 0 and < 0.005 ? "< 0.01" : amount.ToString("N2", CultureInfo.InvariantCulture);

    private static string Share(double part, double whole) =>
        whole <= 0 ? "0%" : (part / whole).ToString(part / whole < 0.0995 ? "0.0%" : "0%", CultureInfo.InvariantCulture);

    private static long Rounded(double amount) => (long)Math.Round(amount);
}
