namespace KafkaStore.Cli.Terminals;

/// <summary>How far some work is.</summary>
/// <param name="Doing">What is being done, in a word or two.</param>
/// <param name="Unit">What is counted, one of them: <c>record</c>. Null for bytes.</param>
/// <param name="Done">Of these.</param>
/// <param name="Total">Of all; 0 until that is known.</param>
internal readonly record struct ProgressNow(string Doing, string? Unit, long Done, long Total)
{
    public static ProgressNow OfBytes(string doing, long done, long total) => new(doing, null, done, total);

    /// <summary>How much of how much, how fast, and for how much longer.</summary>
    /// <param name="perSecond">0 where it is not known yet.</param>
    public string Figures(double perSecond)
    {
        string amount = Unit is null
            ? $"{ShownFigures.Size(Done)} of {ShownFigures.Size(Total)}"
            : $"{ShownFigures.Count(Done)} of {ShownFigures.Count(Total, Unit)}";
        if (perSecond <= 0)
            return amount;
        string rate = Unit is null ? $"{ShownFigures.Size(perSecond)}/s" : $"{ShownFigures.Rate(perSecond)}/s";
        double left = Math.Max(0, Total - Done) / perSecond;
        return left < TimeSpan.MaxValue.TotalSeconds ? $"{amount}, {rate}, {ShownFigures.Time(TimeSpan.FromSeconds(left))} left" : amount;
    }
}
