namespace KafkaStore.Benchmarks.Marks;

/// <summary>What was to be reached and what was.</summary>
internal sealed record Mark(string Name, string Line, string Measured, bool IsMet)
{
    // What is told for comparison has no line.
    private string Verdict =>
        Line.Length == 0 ? ""
        : IsMet ? "met"
        : "not met";

    /// <param name="format">Of the numbers, with <c>0</c> for their place, as in <c>0.0 CPU-s</c>.</param>
    public static Mark AtMost(string name, double measured, double line, string format) =>
        new(name, "≤ " + Text(line, format), Text(measured, format), measured <= line);

    /// <inheritdoc cref="AtMost"/>
    public static Mark AtLeast(string name, double measured, double line, string format) =>
        new(name, "≥ " + Text(line, format), Text(measured, format), measured >= line);

    public static Table TableOf(IEnumerable<Mark> marks)
    {
        var table = new Table("mark", "line", "measured", "");
        foreach (Mark mark in marks)
            table.Add(mark.Name, mark.Line, mark.Measured, mark.Verdict);
        return table;
    }

    private static string Text(double number, string format) =>
        double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "not seen";
}
