using KafkaStore.Reading.Chains;
using KafkaStore.Reading.Ranges;
using KafkaStore.Status;
using Spectre.Console;
using static KafkaStore.Cli.Terminals.ShownFigures;

namespace KafkaStore.Cli.Status;

/// <summary>Where everything stands, for people: a table, the worst first, and a sentence for each thing that is not well.</summary>
internal static class StatusText
{
    /// <param name="terminal">Lines and colours only there.</param>
    /// <param name="unknown">What is not known, and how it would be.</param>
    public static void Write(TextWriter output, bool terminal, ArchiveStatus status, string archive, IEnumerable<string> unknown)
    {
        PartitionStatus[] partitions =
        [
            .. status.Partitions.OrderByDescending(partition => partition.NeedsHelp).ThenByDescending(partition => partition.Lag ?? -1),
        ];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{archive} at {status.AskedAt:yyyy-MM-dd HH:mm:ss}Z"));
        if (partitions.Length > 0)
            WriteTable(output, terminal, partitions);
        IEnumerable<string> notes = unknown.Select(sentence => $"note: {sentence}.");
        foreach (string line in Sentences(status, partitions).Concat(Generations(status)).Concat(notes))
            output.WriteLine(line);
        output.WriteLine(Total(partitions));
    }

    private static void WriteTable(TextWriter output, bool terminal, PartitionStatus[] partitions)
    {
        var table = new Table { Border = terminal ? TableBorder.Rounded : TableBorder.None };
        table.AddColumn(new TableColumn("partition").NoWrap());
        foreach (string heading in new[] { "archived to", "staged to", "brokers to", "lag" })
            table.AddColumn(new TableColumn(heading).NoWrap().RightAligned());
        table.AddColumn(new TableColumn("last file's newest record").NoWrap());
        table.AddColumn(new TableColumn("state").NoWrap());
        foreach (PartitionStatus partition in partitions)
        {
            table.AddRow(
                Markup.Escape(partition.Partition.ToString()),
                Count(partition.ArchivedNext),
                Count(partition.StagedNext),
                Count(partition.AtBroker?.End),
                Count(partition.Lag),
                partition.Last?.Facts?.Container.LargestTimestamp is { } newest ? TimeText.Format(newest) ?? "" : "",
                State(partition)
            );
        }

        IAnsiConsole console = TableOutput.Create(output, terminal);
        console.Profile.Width = Math.Max(console.Profile.Width, partitions.Max(partition => partition.Partition.ToString().Length) + 110);
        console.Write(table);
    }

    private static string State(PartitionStatus partition) =>
        partition switch
        {
            { Fault: { } fault } => $"[red]faulted ({fault.Kind})[/]",
            { Trouble: not null } => "[red]can't be looked at[/]",
            { Missing.Count: > 0 } => "[red]object missing[/]",
            { SealTrouble: not null } => "[yellow]retrying[/]",
            { Lost.Count: > 0 } => "[yellow]lost records[/]",
            { Lag: 0 } => "[green]complete[/]",
            { Lag: not null } => "open",
            _ => "",
        };

    private static IEnumerable<string> Sentences(ArchiveStatus status, PartitionStatus[] partitions)
    {
        if (status.BrokerTrouble is { } brokers)
            yield return $"brokers: {ArchiveStatus.BrokerAdvice(brokers)}";
        if (status.StagingTrouble is { } staging)
            yield return $"staging: {staging}";
        foreach (DiskStatus disk in status.Disks.Where(disk => disk.Trouble is not null))
            yield return $"{disk.Store}: {disk.Trouble}";
        foreach (MirrorStatus mirror in status.Mirrors.Where(mirror => mirror.Trouble is not null))
            yield return $"mirror {mirror.Name}: {mirror.Trouble}";
        foreach (TopicStatus topic in status.Topics.Where(topic => topic is { Trouble: not null, IsFormer: false }))
            yield return $"{topic.Topic}: {topic.Trouble}";
        foreach (PartitionStatus partition in partitions)
        {
            if (partition.Fault is { } fault)
                yield return $"{partition.Partition}: faulted ({fault.Kind}). {fault.Message}";
            if (partition.Trouble is { } trouble)
                yield return $"{partition.Partition}: {trouble}";
            foreach (MissingObjects gap in partition.Missing)
                yield return $"{partition.Partition}: {gap.Message}";
            foreach (OffsetRange lost in partition.Lost)
                yield return $"{partition.Partition}: offsets {lost} were gone at the brokers before they were accepted, and are noted as lost.";
        }
    }

    // Which generation the brokers have, since when, and what became of the one before.
    private static IEnumerable<string> Generations(ArchiveStatus status) =>
        status
            .Topics.Where(topic => topic is { IsFormer: false, Identity.Generation.Number: > 0 })
            .Select(topic =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"note: {topic.Identity!.Generation.Topic} was deleted and created again: since {topic.Identity.NotedAt:yyyy-MM-dd HH:mm:ss}Z it is archived as {topic.Topic}, and what was archived before stays under its own name."
                )
            );

    private static string Total(PartitionStatus[] partitions)
    {
        string count = partitions.Length == 1 ? "1 partition" : $"{Count(partitions.Length)} partitions";
        int wrong = partitions.Count(partition => partition.NeedsHelp);
        long[] lags = [.. partitions.Select(partition => partition.Lag).OfType<long>()];
        string needs =
            wrong == 1 ? "1 needs"
            : wrong == 0 ? "none needs"
            : $"{Count(wrong)} need";
        string lag = lags.Length > 0 ? $", {Count(lags.Sum())} offsets not archived yet" : "";
        return $"{count}, {needs} help{lag}.";
    }
}
