namespace KafkaStore.Cli.CommandLine.Parsing;

/// <summary>Which partitions of a topic are read.</summary>
internal sealed class PartitionChoice
{
    // Names have six digits.
    private const int MaximumPartition = 999_999;

    private readonly SortedSet<int>? numbers;

    private PartitionChoice(SortedSet<int>? numbers) => this.numbers = numbers;

    public static PartitionChoice All { get; } = new(null);

    /// <summary>The chosen ones, ascending; empty for all.</summary>
    public IReadOnlyCollection<int> Numbers => numbers ?? [];

    /// <summary>Reads <c>all</c>, or numbers with commas between; several texts add up.</summary>
    /// <exception cref="UsageException">A text is neither.</exception>
    public static PartitionChoice Parse(IEnumerable<string> texts)
    {
        var numbers = new SortedSet<int>();
        bool all = false;
        foreach (string text in texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (text.Equals("all", StringComparison.OrdinalIgnoreCase))
                all = true;
            else if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= MaximumPartition)
                numbers.Add(number);
            else
                throw new UsageException($"--partition takes numbers such as 0 or 0,2,5, or all, not '{text}'.");
        }

        return all ? All : new PartitionChoice(numbers);
    }

    /// <summary>Those of the existing ones that are chosen, ascending.</summary>
    /// <param name="existing">Ascending.</param>
    /// <param name="missing">A chosen one that does not exist; null when all do.</param>
    public IReadOnlyList<int> Of(IReadOnlyList<int> existing, out int? missing)
    {
        missing = numbers?.Cast<int?>().FirstOrDefault(number => !existing.Contains(number!.Value));
        return numbers is null ? existing : [.. numbers.Where(existing.Contains)];
    }
}
